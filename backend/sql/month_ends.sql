-- One row per month end before :as_of that has scores, the newest first; as_of is the first day after the month.
select
    as_of,
    customers
from month_ends
where as_of < cast(:as_of as date)
order by as_of desc;
