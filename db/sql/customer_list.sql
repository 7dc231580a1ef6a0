-- One row per scored customer of one run: scores beside the prediction, and how many customers stand below or above.
select
    scores.run_id,
    scores.recency,
    scores.frequency,
    scores.r_score,
    scores.f_score,
    scores.m_score,
    scores.fm_score,
    scores.monetary,
    predictions.purchase_probability,
    scores.segment,
    scores.country,
    scores.customer_id,
    scores.first_order_at,
    scores.last_order_at,
    scores.average_order_value,
    scores.typical_gap_days,
    predictions.expected_value,
    rank() over (order by scores.recency desc) - 1 as less_recent,
    rank() over (order by scores.frequency) - 1 as less_frequent,
    rank() over (order by scores.monetary) - 1 as less_spent,
    -- a rank from above, without sorting once more
    count(*) over () - count(*) over (order by scores.monetary) as more_spent,
    case
        when predictions.purchase_probability is not null
            then rank() over (order by predictions.purchase_probability desc nulls last) - 1
    end as likelier
from {run_scores} as scores
left join {run_predictions} as predictions on scores.customer_id = predictions.customer_id
-- Customers that are alike stand side by side: what filters find lies in few pages of the table.
order by scores.r_score, scores.f_score, scores.m_score, scores.recency
