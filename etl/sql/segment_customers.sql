-- One row per scored customer with country and segment.
select
    segmented.customer_id,
    customers.country,
    segmented.segment,
    segmented.recency,
    segmented.frequency,
    segmented.monetary,
    segmented.r_score,
    segmented.f_score,
    segmented.m_score,
    segmented.fm_score,
    segmented.first_order_at,
    segmented.last_order_at,
    segmented.average_order_value,
    segmented.typical_gap_days
from ({segmented}) as segmented
inner join customers on segmented.customer_id = customers.customer_id
order by segmented.customer_id
