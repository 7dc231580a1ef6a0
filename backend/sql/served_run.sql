-- One row or none: the run that is served, and when the history beside it was last worked out.
select
    runs.run_id,
    published.published_at,
    runs.as_of,
    runs.currency,
    runs.customers,
    history_build.built_at as history_built_at
from published
inner join runs on published.run_id = runs.run_id
left join history_build on history_build.only_row;
