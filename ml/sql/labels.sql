-- One row per cutoff and customer with any invoice in [cutoff, cutoff + horizon_days): whether an order is among them,
-- and what they bring net of returns.
with cutoffs as (
    select unnest(cast(:cutoffs as timestamp[])) as cutoff
)

select
    cutoffs.cutoff,
    orders.customer_id,
    bool_or(orders.is_order) as ordered,
    cast(sum(orders.net) as double precision) as net
from cutoffs
inner join {orders} as orders
    on
        cutoffs.cutoff <= orders.ordered_at
        and orders.ordered_at < cutoffs.cutoff + make_interval(days => :horizon_days)
group by cutoffs.cutoff, orders.customer_id;
