-- One row: all that a run stands on: its lines, where they came from, and the days that they cover.
with newest as (
    select load_id, data
    from loads
    order by load_id desc
    limit 1
),

started as (
    select coalesce(max(load_id), 0) as load_id
    from loads
    where mode = 'replace-all'
),

standing as (
    select
        loads.load_id,
        loads.source,
        loads.sample,
        loads.lines_in,
        loads.lines_kept,
        case
            when count(*) = 1 then min(load_files.content_sha256)
            else encode(
                sha256(string_agg(load_files.content_sha256, '' order by load_files.file_number)::bytea), 'hex'
            )
        end as content_sha256
    from loads
    inner join load_files on loads.load_id = load_files.load_id
    cross join started
    where loads.load_id >= started.load_id and loads.changed_from is not null
    group by loads.load_id
),

by_load as (
    select
        jsonb_agg(
            jsonb_build_object(
                'load_id', load_id, 'source', source, 'content_sha256', content_sha256, 'lines_in', lines_in,
                'lines_kept', lines_kept
            )
            order by load_id
        ) as loads,
        bool_or(sample) as sample,
        (array_agg(source order by load_id desc))[1] as source
    from standing
),

days as (
    select min(day) as first_day, max(day) as last_day
    from sales_by_day
)

select
    (newest.data ->> 'lines_in')::bigint as lines_in,
    (newest.data ->> 'lines_kept')::bigint as lines_kept,
    newest.data -> 'ledger' as ledger,
    by_load.loads,
    by_load.sample,
    by_load.source,
    days.first_day,
    days.last_day,
    days.last_day + interval '1 day' as next_midnight
from newest
cross join by_load
cross join days;
