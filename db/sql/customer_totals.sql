-- One row per customer in the orders given: what they come to, and the typical gap between two days with an order.
with totals as (
    select
        customer_id,
        (count(*) filter (where is_order))::integer as orders,
        (sum(gross))::numeric(24, 3) as gross,
        (sum(net))::numeric(24, 3) as net,
        min(ordered_at) filter (where is_order) as first_order_at,
        max(ordered_at) filter (where is_order) as last_order_at
    from {orders}
    group by customer_id
),

order_days as (
    select
        customer_id,
        ordered_at::date as order_day
    from {orders}
    where is_order
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
)

select
    totals.customer_id,
    totals.orders,
    totals.gross,
    totals.net,
    totals.first_order_at,
    totals.last_order_at,
    typical_gaps.typical_gap_days
from totals
left join typical_gaps on totals.customer_id = typical_gaps.customer_id
