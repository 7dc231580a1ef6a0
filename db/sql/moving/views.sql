-- One row per view of ours, in the order in which they were made.
with own_schemas as (
    select oid
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'incoming', 'moving')
)

select
    pg_class.oid::regclass::text as name,
    pg_get_viewdef(pg_class.oid) as definition
from pg_class
inner join own_schemas on pg_class.relnamespace = own_schemas.oid
where pg_class.relkind = 'v'
order by pg_class.oid;
