-- One row per file whose lines the tables hold: loaded since all was replaced, and since lines were last taken away.
with started as (
    select coalesce(max(load_id), 0) as load_id
    from loads
    where mode = 'replace-all' or lines_gone > 0
)

select
    load_files.content_sha256,
    load_files.reading - 'found' as reading
from load_files
cross join started
where load_files.load_id >= started.load_id;
