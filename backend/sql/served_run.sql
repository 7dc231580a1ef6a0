-- One row or none: the run that is served.
select
    runs.run_id,
    published.published_at,
    runs.as_of,
    runs.currency,
    runs.customers
from published
inner join runs on published.run_id = runs.run_id;
