-- One row or none: the run that is served, and the newest load.
select
    runs.run_id,
    coalesce((select max(loads.load_id) from loads), 0) as load_id,
    published.published_at,
    runs.as_of,
    runs.currency,
    runs.customers
from published
inner join runs on published.run_id = runs.run_id;
