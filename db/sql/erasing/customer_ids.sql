-- One row per customer id that order lines, refused lines or campaigns have.
select customer_id
from customers
union
select customer_id
from ledger
where customer_id is not null
union
select customer_id
from campaign_customers;
