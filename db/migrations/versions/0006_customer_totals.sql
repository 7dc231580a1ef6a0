-- What the orders of a customer come to, so that scores of all orders need no look at each of them.
alter table {customer_table}
add column gross numeric(24, 3) not null default 0,
add column net numeric(24, 3) not null default 0,
add column typical_gap_days numeric;

with totals as (
    select
        customer_id,
        sum(gross) as gross,
        sum(net) as net
    from {orders}
    group by customer_id
),

order_days as (
    select distinct
        customer_id,
        ordered_at::date as order_day
    from {orders}
    where is_order
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

update {customer_table} as customers set
    gross = totals.gross,
    net = totals.net,
    typical_gap_days = typical_gaps.typical_gap_days
from totals
left join typical_gaps on totals.customer_id = typical_gaps.customer_id
where customers.customer_id = totals.customer_id;

alter table {customer_table} alter column gross drop default, alter column net drop default;
