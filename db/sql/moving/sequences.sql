-- One row per sequence that has given a number: the last one.
select
    format('%I.%I', schemaname, sequencename) as name,
    last_value
from pg_sequences
where last_value is not null and schemaname !~ '^pg_'
order by name;
