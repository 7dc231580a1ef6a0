-- One row: the months that the newest run has counted, and the first that must be counted again: a load has changed
-- something in it since, or it was not over for that run, or is not for a run as of :as_of. No row where there is no
-- such run, or everything was replaced since.
with earlier as (
    select
        overview -> 'months' as months,
        as_of,
        (inputs -> 'loads' ->> 0)::bigint as load_id
    from runs
    where
        state in ('scored', 'published')
        and inputs ->> 'sql_sha256' = :sql_sha256
        and jsonb_typeof(overview -> 'months') = 'array'
    order by run_id desc
    limit 1
),

since as (
    select
        min(loads.changed_from) as changed_from,
        coalesce(bool_or(loads.mode = 'replace-all'), false) as all_replaced
    from earlier
    inner join loads on earlier.load_id < loads.load_id
)

select
    earlier.months,
    date_trunc('month', least(earlier.as_of, since.changed_from, :as_of)) as count_from
from earlier
cross join since
where not since.all_replaced;
