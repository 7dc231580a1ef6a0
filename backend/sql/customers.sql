-- One row per customer of one run's list that matches the filters, in the order asked for; at most :size.
select
    customer_id,
    country,
    segment,
    recency,
    frequency,
    monetary,
    r_score,
    f_score,
    m_score,
    first_order_at,
    last_order_at,
    average_order_value,
    typical_gap_days,
    purchase_probability,
    expected_value
from customer_list
where {matching} and {part}
order by {list_order}
limit :size
