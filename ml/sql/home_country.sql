-- One row: the country where the last orders of most customers before :cutoff went.
with last_orders as (
    select distinct on (customer_id)
        customer_id,
        country
    from {orders}
    where is_order and ordered_at < :cutoff
    order by customer_id asc, ordered_at desc, invoice_no desc
)

select mode() within group (order by country) as country
from last_orders;
