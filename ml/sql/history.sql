-- One row: when the orders begin that are known at a moment, and how many customers they are of.
select
    min(first_order_at) as first_order_at,
    count(*) as customers
from customers
where first_order_at < :as_of;
