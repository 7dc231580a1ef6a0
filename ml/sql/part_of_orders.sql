-- One row per customer and invoice, of one part of :parts of the customers: an even part, the same one every time.
select orders.*
from orders
where (hashtext(orders.customer_id) & 2147483647) % :parts = 0;
