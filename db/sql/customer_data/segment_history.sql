-- One row per month end at which the customer was scored.
select *
from history_scores
where customer_id = :customer_id
order by as_of;
