-- One row per piece of :chunk scored customers in the order of their ids: the first of them.
with placed as (
    select
        customer_id,
        row_number() over (order by customer_id) - 1 as place
    from {scored}
)

select customer_id
from placed
where place % :chunk = 0
order by customer_id;
