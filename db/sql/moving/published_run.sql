-- One row: the published run, and the newest load that is in the served tables.
with published_loads as (
    select max((load ->> 'load_id')::bigint) as newest
    from public.runs
    cross join jsonb_array_elements(runs.loads) as load
    where runs.state = 'published'
)

select
    runs.run_id,
    runs.as_of::text as as_of,
    runs.currency,
    runs.shop_name,
    runs.customers,
    case when to_regnamespace('loaded') is not null then published_loads.newest end as newest_load
from public.published
inner join public.runs on published.run_id = runs.run_id
cross join published_loads
