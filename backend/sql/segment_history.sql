-- One row per month end before :as_of, or the run itself, and segment: its customers, their share and net spend.
with scored as (
    select
        as_of,
        segment,
        count(*) as customers,
        sum(monetary) as monetary
    from history_scores
    where as_of < cast(:as_of as date)
    group by as_of, segment
    union all
    select
        cast(:as_of as date) as as_of,
        segment,
        count(*) as customers,
        sum(monetary) as monetary
    from rfm_scores
    where run_id = :run_id
    group by segment
),

moments as (
    select
        as_of,
        sum(customers) as customers
    from scored
    group by as_of
)

select
    moments.as_of,
    segments.segment,
    coalesce(scored.customers, 0)::bigint as customers,
    (coalesce(scored.customers, 0) / moments.customers)::double precision as share,
    coalesce(scored.monetary, 0) as monetary
from moments
cross join segments
left join scored on moments.as_of = scored.as_of and segments.segment = scored.segment
order by moments.as_of, segments.position;
