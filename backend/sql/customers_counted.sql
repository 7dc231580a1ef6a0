-- One row: how many customers of one run's list match the filters, in one stretch of it.
select count(*) as customers
from {list}
where {matching} and {part}
