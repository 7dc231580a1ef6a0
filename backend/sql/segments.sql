-- One row per segment, in the order of engagement: its customers, their spend, means and medians, and what is expected.
with scored as (
    select
        scores.segment,
        count(*) as customers,
        sum(scores.monetary) as monetary,
        avg(scores.recency) as mean_recency,
        avg(scores.frequency) as mean_frequency,
        avg(scores.monetary) as mean_monetary,
        percentile_cont(0.5) within group (order by scores.monetary) as median_monetary,
        percentile_cont(0.5) within group (order by predictions.expected_value) as median_expected_value,
        sum(predictions.purchase_probability) as expected_buyers,
        sum(predictions.expected_value) as expected_value
    from rfm_scores as scores
    left join predictions on predictions.run_id = :run_id and scores.customer_id = predictions.customer_id
    where scores.run_id = :run_id
    group by scores.segment
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
    scored.expected_buyers,
    scored.expected_value,
    scored.median_expected_value
from segments
left join scored on segments.segment = scored.segment
cross join totals
order by segments.position;
