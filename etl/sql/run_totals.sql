-- One row: orders, customers and spend of all customers with an order before :as_of.
select
    count(*) filter (where is_order) as orders,
    count(distinct customer_id) filter (where is_order) as customers,
    coalesce(sum(gross) filter (where is_order), 0) as gross_spend,
    (select sum(rfm.monetary) from rfm) as net_spend
from orders
where ordered_at < :as_of;
