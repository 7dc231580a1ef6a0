-- One row per cutoff and customer with at least one order in [cutoff, cutoff + horizon_days).
with cutoffs as (
    select unnest(cast(:cutoffs as timestamp[])) as cutoff
)

select
    cutoffs.cutoff,
    orders.customer_id
from cutoffs
inner join orders
    on
        cutoffs.cutoff <= orders.ordered_at
        and orders.ordered_at < cutoffs.cutoff + make_interval(days => :horizon_days)
where orders.is_order
group by cutoffs.cutoff, orders.customer_id;
