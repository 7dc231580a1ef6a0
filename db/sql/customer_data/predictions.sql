-- One row per kept run that tells of the customer's next order, with its reasons.
select *
from predictions
where customer_id = :customer_id
order by run_id;
