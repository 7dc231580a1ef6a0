-- One row per customer with an order before :as_of: recency, frequency, monetary and their tie-safe scores.
-- Customers with equal values have equal scores: 1 + floor(5 * percent_rank), at most 5, in whole numbers.
with measured as (
    select
        customer_id,
        cast(:as_of as date) - last_order_at::date as recency,
        orders as frequency,
        net as monetary,
        first_order_at,
        last_order_at,
        round(gross / orders, 3) as average_order_value,
        typical_gap_days
    from {totals}
    where orders > 0
),

ranked as (
    select
        *,
        count(*) over () as customers,
        rank() over (order by recency desc) as r_rank,
        rank() over (order by frequency) as f_rank,
        rank() over (order by monetary) as m_rank
    from measured
),

scored as (
    select
        *,
        least(5, 1 + 5 * (r_rank - 1) / greatest(customers - 1, 1)) as r_score,
        least(5, 1 + 5 * (f_rank - 1) / greatest(customers - 1, 1)) as f_score,
        least(5, 1 + 5 * (m_rank - 1) / greatest(customers - 1, 1)) as m_score
    from ranked
)

select
    customer_id,
    recency,
    frequency,
    monetary,
    r_score,
    f_score,
    m_score,
    (f_score + m_score + 1) / 2 as fm_score,
    first_order_at,
    last_order_at,
    average_order_value,
    typical_gap_days
from scored
