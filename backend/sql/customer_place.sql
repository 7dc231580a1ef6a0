-- One row: the customer of one run's list who comes after so many others that match the filters, and the value by
-- which the list is sorted there; no row where the list ends before.
select
    customer_id,
    {measure} as value
from {list}
where {matching} and {part}
order by {list_order}
limit 1 offset :passed
