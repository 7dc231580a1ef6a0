-- One row: the published run, and the newest load that it stands on.
select
    run_id,
    as_of::text as as_of,
    currency,
    shop_name,
    customers,
    (
        select max((load ->> 'load_id')::bigint)
        from jsonb_array_elements(loads) as load
    ) as newest_load
from public.runs
where run_id = (select run_id from public.published)
