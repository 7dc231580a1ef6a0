-- One row: the segment of a run's customers who stand outside its grid, because they have but one, recent order.
select inputs #>> '{new_customer_rule,0}' as segment
from runs
where run_id = :run_id;
