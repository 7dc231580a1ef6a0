-- One row per customer of whom this load brings or takes away a line.
create unlogged table incoming.touched_customers as
select customer_id
from incoming.lines
where customer_id is not null
union
select customer_id
from incoming.gone_lines
where customer_id is not null;
