-- One row per segment, in the order of engagement, as it was at the month end :as_of: its customers and their spend.
with scored as (
    select
        segment,
        count(*) as customers,
        sum(monetary) as monetary,
        avg(recency) as mean_recency,
        avg(frequency) as mean_frequency,
        avg(monetary) as mean_monetary,
        percentile_cont(0.5) within group (order by monetary) as median_monetary
    from history_scores
    where as_of = cast(:as_of as date)
    group by segment
),

totals as (
    select sum(customers) as customers, sum(monetary) as monetary
    from scored
)

select
    segments.segment,
    segments.position,
    coalesce(scored.customers, 0)::bigint as customers,
    coalesce(scored.customers / nullif(totals.customers, 0), 0) as share,
    coalesce(scored.monetary, 0) as monetary,
    coalesce(scored.monetary / nullif(totals.monetary, 0), 0) as monetary_share,
    round(scored.mean_recency, 2) as mean_recency,
    round(scored.mean_frequency, 3) as mean_frequency,
    round(scored.mean_monetary, 3) as mean_monetary,
    scored.median_monetary,
    -- no prediction was made then
    null::double precision as expected_buyers,
    null::double precision as expected_value,
    null::double precision as median_expected_value
from segments
left join scored on segments.segment = scored.segment
cross join totals
order by segments.position;
