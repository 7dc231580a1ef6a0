-- One row or none: one customer's scores, and where they stand among all (1 is the best).
with own as (
    select
        recency,
        frequency,
        monetary
    from rfm_scores
    where run_id = :run_id and customer_id = :customer_id
),

everybody as (
    select
        count(*) as customers,
        count(*) filter (where scores.recency > own.recency) as less_recent,
        count(*) filter (where scores.frequency < own.frequency) as less_frequent,
        count(*) filter (where scores.monetary < own.monetary) as less_spent,
        count(*) filter (where scores.monetary > own.monetary) as more_spent
    from rfm_scores as scores
    cross join own
    where scores.run_id = :run_id
)

select
    scores.customer_id,
    scores.country,
    scores.segment,
    scores.recency,
    scores.frequency,
    scores.monetary,
    scores.r_score,
    scores.f_score,
    scores.m_score,
    scores.first_order_at,
    scores.last_order_at,
    scores.average_order_value,
    scores.typical_gap_days,
    predictions.purchase_probability,
    predictions.expected_value,
    predictions.expected_value_low,
    predictions.expected_value_high,
    everybody.less_recent / greatest(everybody.customers - 1, 1)::double precision as recency_percentile,
    everybody.less_frequent / greatest(everybody.customers - 1, 1)::double precision as frequency_percentile,
    everybody.less_spent / greatest(everybody.customers - 1, 1)::double precision as monetary_percentile,
    everybody.more_spent + 1 as monetary_rank,
    everybody.customers,
    predictions.reasons,
    predictions.parts
from rfm_scores as scores
left join predictions on predictions.run_id = :run_id and scores.customer_id = predictions.customer_id
cross join everybody
where scores.run_id = :run_id and scores.customer_id = :customer_id;
