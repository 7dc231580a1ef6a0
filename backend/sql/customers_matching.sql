-- One row: how many customers of the list match the filters, counted no further than :most.
select count(*) as customers
from (
    select customer_id
    from customer_list
    where {matching}
    -- How many there are is counted, not which: an order would only take longer.
    limit :most -- noqa: AM09
) as matching;
