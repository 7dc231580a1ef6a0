-- One row per kept run in which the customer is scored.
select *
from rfm_scores
where customer_id = :customer_id
order by run_id;
