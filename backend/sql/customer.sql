-- One row or none: one customer's scores, prediction with reasons, and where they stand among all (1 is the best).
with everybody as (
    select
        sum(customers) as customers,
        sum(expected_buyers) / nullif(sum(predicted), 0) as mean_probability
    from list_cells
    where run_id = :run_id
)

select
    own.customer_id,
    own.country,
    own.segment,
    own.recency,
    own.frequency,
    own.monetary,
    own.r_score,
    own.f_score,
    own.m_score,
    own.first_order_at,
    own.last_order_at,
    own.average_order_value,
    own.typical_gap_days,
    own.purchase_probability,
    own.expected_value,
    predictions.expected_value_low,
    predictions.expected_value_high,
    own.less_recent / greatest(everybody.customers - 1, 1)::double precision as recency_percentile,
    own.less_frequent / greatest(everybody.customers - 1, 1)::double precision as frequency_percentile,
    own.less_spent / greatest(everybody.customers - 1, 1)::double precision as monetary_percentile,
    own.more_spent + 1 as monetary_rank,
    own.likelier + 1 as probability_rank,
    everybody.mean_probability,
    (models.card ->> 'horizon_days')::integer as horizon_days,
    everybody.customers::bigint as customers,
    predictions.reasons,
    predictions.parts
from customer_list as own
inner join runs on own.run_id = runs.run_id
left join models on runs.model_id = models.model_id
left join predictions on predictions.run_id = :run_id and own.customer_id = predictions.customer_id
cross join everybody
where own.run_id = :run_id and own.customer_id = :customer_id;
