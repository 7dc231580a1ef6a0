-- One row per column of the tables of our own: its type, and what table and column mean.
select
    case when held_schema.nspname = 'public' then '' else held_schema.nspname || '.' end || held.relname as table_name,
    obj_description(held.oid, 'pg_class') as table_meaning,
    attribute.attname as column_name,
    format_type(attribute.atttypid, attribute.atttypmod) as column_type,
    not attribute.attnotnull as may_be_null,
    coalesce(attribute.attnum = any(pg_index.indkey), false) as is_key,
    col_description(held.oid, attribute.attnum) as column_meaning
from pg_class as held
inner join pg_namespace as held_schema on held.relnamespace = held_schema.oid
inner join pg_attribute as attribute on held.oid = attribute.attrelid
left join pg_index on held.oid = pg_index.indrelid and pg_index.indisprimary
where
    held_schema.nspname in ('public', 'access')
    and held.relkind in ('r', 'p')
    and not held.relispartition
    and held.relname !~ '^procrastinate_'
    and held.relname <> 'alembic_version'
    and attribute.attnum > 0
    and not attribute.attisdropped
order by held_schema.nspname desc, held.relname, attribute.attnum;
