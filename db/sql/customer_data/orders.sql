-- One row per order or return of the customer.
select *
from orders
where customer_id = :customer_id
order by ordered_at, invoice_no;
