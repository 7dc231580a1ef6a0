-- One row per customer id that order lines, refused lines, kept runs or campaigns have; with a load that waits, its own
-- and those that it replaces.
select customer_id
from customers
union
select customer_id
from ledger
where customer_id is not null
union
select customer_id
from public.customers
union
select customer_id
from public.ledger
where customer_id is not null
union
select customer_id
from rfm_scores
union
select customer_id
from campaign_customers;
