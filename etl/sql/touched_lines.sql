-- One row per kept line, old and new, of the customers whom this load touches.
create unlogged table incoming.touched_lines as
select transactions.*
from incoming.touched_customers as touched
inner join transactions on touched.customer_id = transactions.customer_id;
