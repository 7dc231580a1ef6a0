-- One row: orders, customers and spend of all customers with an order in the totals given.
select
    coalesce(sum(orders), 0) as orders,
    count(*) as customers,
    coalesce(sum(gross), 0) as gross_spend,
    coalesce(sum(net), 0) as net_spend
from {totals}
where orders > 0
