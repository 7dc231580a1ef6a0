-- One row per customer id: the country of the latest order (of the latest line where there is no order).
insert into incoming.customers (customer_id, country, countries, first_order_at, last_order_at, orders)
with seen as (
    select
        customer_id,
        array_agg(distinct country order by country) filter (where country is not null) as countries,
        (array_agg(country order by invoice_date desc, invoice_no desc))[1] as last_country
    from incoming.transactions
    where customer_id is not null
    group by customer_id
),

ordered as (
    select
        customer_id,
        min(ordered_at) as first_order_at,
        max(ordered_at) as last_order_at,
        count(*) as orders,
        (array_agg(country order by ordered_at desc, invoice_no desc))[1] as last_country
    from incoming.orders
    where is_order
    group by customer_id
)

select
    seen.customer_id,
    coalesce(ordered.last_country, seen.last_country) as country,
    coalesce(seen.countries, '{}') as countries,
    ordered.first_order_at,
    ordered.last_order_at,
    coalesce(ordered.orders, 0) as orders
from seen
left join ordered on seen.customer_id = ordered.customer_id;
