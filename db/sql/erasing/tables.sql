-- One row per table with customer ids, served or waiting; a partitioned one counts as a whole.
select format('%I.%I', namespaces.nspname, tables.relname) as name
from pg_attribute as columns
inner join pg_class as tables on columns.attrelid = tables.oid
inner join pg_namespace as namespaces on tables.relnamespace = namespaces.oid
where
    columns.attname = 'customer_id'
    and not columns.attisdropped
    and tables.relkind in ('r', 'p')
    and not tables.relispartition
    and namespaces.nspname in ('public', 'loaded')
order by name;
