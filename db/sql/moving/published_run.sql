-- One row: the published run, and the newest load that it stands on.
select
    runs.run_id,
    runs.as_of::text as as_of,
    runs.currency,
    runs.shop_name,
    runs.customers,
    max((load ->> 'load_id')::bigint) as newest_load
from public.published
inner join public.runs on published.run_id = runs.run_id
left join lateral jsonb_array_elements(runs.loads) as load on true
group by runs.run_id
