-- One row or none: the customer, with the totals of all orders.
select *
from customers
where customer_id = :customer_id;
