-- One row per month end before :as_of at which the customer was scored, and the run itself: the segment, oldest first.
select
    as_of,
    segment
from history_scores
where customer_id = :customer_id and as_of < cast(:as_of as date)
union all
select
    cast(:as_of as date) as as_of,
    segment
from rfm_scores
where customer_id = :customer_id and run_id = :run_id
order by as_of;
