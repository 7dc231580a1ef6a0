-- One row per product to offer the customer next, and the product bought that it goes with.
select *
from next_products
where customer_id = :customer_id
order by place;
