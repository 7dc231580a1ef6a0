-- One row per table of ours that holds rows: its columns, its key, what it refers to, and how it would be made anew.
with own_schemas as (
    select oid
    from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'incoming', 'moving')
),

held_columns as (
    select
        attribute.attrelid,
        jsonb_agg(
            jsonb_build_object(
                'name', attribute.attname,
                'type', format_type(attribute.atttypid, attribute.atttypmod),
                'base', type_row.typname,
                'is_array', type_row.typcategory = 'A',
                'generated', attribute.attgenerated,
                'is_required', attribute.attnotnull,
                'default_text', pg_get_expr(default_row.adbin, default_row.adrelid)
            )
            order by attribute.attnum
        ) as columns
    from pg_attribute as attribute
    inner join pg_type as type_row on attribute.atttypid = type_row.oid
    left join pg_attrdef as default_row
        on attribute.attrelid = default_row.adrelid and attribute.attnum = default_row.adnum
    where attribute.attnum > 0 and not attribute.attisdropped
    group by attribute.attrelid
),

keys as (
    select
        pg_index.indrelid,
        jsonb_agg(attribute.attname order by part.place) as columns
    from pg_index
    cross join unnest(pg_index.indkey) with ordinality as part (attnum, place)
    inner join pg_attribute as attribute
        on pg_index.indrelid = attribute.attrelid and part.attnum = attribute.attnum
    where pg_index.indisprimary
    group by pg_index.indrelid
),

constraints as (
    select
        conrelid,
        jsonb_agg(jsonb_build_object('name', conname, 'kind', contype, 'definition', pg_get_constraintdef(oid)))
            as definitions
    from pg_constraint
    where contype in ('c', 'p', 'u', 'f')
    group by conrelid
),

plain_indexes as (
    select
        pg_index.indrelid,
        jsonb_agg(
            jsonb_build_object(
                'name', pg_index.indexrelid::regclass::text,
                'definition', pg_get_indexdef(pg_index.indexrelid)
            )
        ) as definitions
    from pg_index
    where not exists (select 1 from pg_constraint where pg_constraint.conindid = pg_index.indexrelid)
    group by pg_index.indrelid
),

links as (
    select
        conrelid,
        jsonb_agg(distinct confrelid::regclass::text) as tables
    from pg_constraint
    where contype = 'f' and confrelid <> conrelid
    group by conrelid
),

referred as (
    select distinct confrelid
    from pg_constraint
    where contype = 'f'
)

select
    held.oid::regclass::text as name,
    held.relnamespace::regnamespace::text as schema,
    held.relkind = 'p' as is_partitioned,
    pg_inherits.inhparent::regclass::text as parent,
    pg_get_expr(held.relpartbound, held.oid) as bound,
    held_columns.columns,
    coalesce(keys.columns, '[]') as key,
    coalesce(links.tables, '[]') as refers_to,
    coalesce(constraints.definitions, '[]') as constraints,
    coalesce(plain_indexes.definitions, '[]') as indexes,
    referred.confrelid is not null as is_referred_to,
    greatest(held.relpages, 0)::bigint * 8192 as bytes
from pg_class as held
inner join own_schemas on held.relnamespace = own_schemas.oid
inner join held_columns on held.oid = held_columns.attrelid
left join pg_inherits on held.oid = pg_inherits.inhrelid
left join keys on held.oid = keys.indrelid
left join links on held.oid = links.conrelid
left join referred on held.oid = referred.confrelid
left join constraints on held.oid = constraints.conrelid
left join plain_indexes on held.oid = plain_indexes.indrelid
where held.relkind in ('r', 'p')
order by name;
