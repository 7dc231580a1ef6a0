-- One row per customer with an order before :as_of: recency, frequency, monetary and their tie-safe scores.
-- Customers with equal values have equal scores: 1 + floor(5 * percent_rank), at most 5, in whole numbers.
with totals as (
    select
        customer_id,
        count(*) filter (where is_order) as frequency,
        sum(net) as monetary,
        sum(gross) as gross,
        min(ordered_at) filter (where is_order) as first_order_at,
        max(ordered_at) filter (where is_order) as last_order_at
    from orders
    where ordered_at < :as_of
    group by customer_id
    having bool_or(is_order)
),

order_days as (
    select
        customer_id,
        ordered_at::date as order_day
    from orders
    where is_order and ordered_at < :as_of
    group by customer_id, ordered_at::date
),

gaps as (
    select
        customer_id,
        order_day - lag(order_day) over (partition by customer_id order by order_day) as gap_days
    from order_days
),

typical_gaps as (
    select
        customer_id,
        percentile_cont(0.5) within group (order by gap_days)::numeric as typical_gap_days
    from gaps
    where gap_days is not null
    group by customer_id
),

measured as (
    select
        totals.customer_id,
        cast(:as_of as date) - totals.last_order_at::date as recency,
        totals.frequency,
        totals.monetary,
        totals.first_order_at,
        totals.last_order_at,
        round(totals.gross / totals.frequency, 3) as average_order_value,
        typical_gaps.typical_gap_days
    from totals
    left join typical_gaps on totals.customer_id = typical_gaps.customer_id
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
