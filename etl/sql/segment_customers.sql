-- One row per scored customer with the segment of its cell; a new customer's rule goes before the grid.
select
    rfm.customer_id,
    customers.country,
    case
        when rfm.frequency = 1 and rfm.recency <= new_customer_rule.max_recency then new_customer_rule.segment
        else segment_rules.segment
    end as segment,
    rfm.recency,
    rfm.frequency,
    rfm.monetary,
    rfm.r_score,
    rfm.f_score,
    rfm.m_score,
    rfm.fm_score,
    rfm.first_order_at,
    rfm.last_order_at,
    rfm.average_order_value,
    rfm.typical_gap_days
from rfm
inner join customers on rfm.customer_id = customers.customer_id
inner join segment_rules on rfm.r_score = segment_rules.r_score and rfm.fm_score = segment_rules.fm_score
cross join new_customer_rule
order by rfm.customer_id
