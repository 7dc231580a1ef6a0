-- One row: when the orders begin that are known at a moment, and how many customers they are of.
select
    min(ordered_at) as first_order_at,
    count(distinct customer_id) as customers
from orders
where is_order and ordered_at < :as_of;
