-- The rows of a table that belong to the customers from :first_customer up to :next_customer, who is not among them.
-- Null is no bound.
select *
from {table}
where
    (cast(:first_customer as text) is null or customer_id >= cast(:first_customer as text))
    and (cast(:next_customer as text) is null or customer_id < cast(:next_customer as text))
