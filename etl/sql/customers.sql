-- One row per customer id: the country of the latest order (of the latest line where there is no order).
with by_country as (
    select
        customer_id,
        country,
        max(invoice_date) as last_line_at
    from {lines}
    where customer_id is not null
    group by customer_id, country
),

seen as (
    select
        customer_id,
        array_agg(country order by country) filter (where country is not null) as countries,
        (array_agg(country order by last_line_at desc, country desc))[1] as last_country
    from by_country
    group by customer_id
),

ordered as (
    select
        customer_id,
        min(ordered_at) as first_order_at,
        max(ordered_at) as last_order_at,
        count(*) as orders,
        (array_agg(country order by ordered_at desc, invoice_no desc))[1] as last_country
    from {orders}
    where is_order
    group by customer_id
)

select
    seen.customer_id,
    coalesce(ordered.last_country, seen.last_country) as country,
    coalesce(seen.countries, '{}') as countries,
    ordered.first_order_at,
    ordered.last_order_at,
    cast(coalesce(ordered.orders, 0) as integer) as orders
from seen
left join ordered on seen.customer_id = ordered.customer_id
