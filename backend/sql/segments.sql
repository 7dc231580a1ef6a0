-- One row per segment, in the order of engagement: its customers, their spend, means and medians, and what is expected.
with scored as (
    select
        segment,
        sum(customers) as customers,
        sum(monetary) as monetary,
        sum(recency) / sum(customers) as mean_recency,
        sum(frequency) / sum(customers) as mean_frequency,
        sum(monetary) / sum(customers) as mean_monetary,
        sum(expected_buyers) as expected_buyers,
        sum(expected_value) as expected_value
    from list_cells
    where run_id = :run_id
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
    medians.median_monetary,
    scored.expected_buyers,
    scored.expected_value,
    medians.median_expected_value
from segments
left join scored on segments.segment = scored.segment
left join segment_medians as medians on medians.run_id = :run_id and segments.segment = medians.segment
cross join totals
order by segments.position;
