-- One row per customer id: the country of the latest order (else of the latest line that names one), and totals.
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
        (array_agg(country order by last_line_at desc, country desc) filter (where country is not null))[1]
            as last_country
    from by_country
    group by customer_id
),

last_orders as (
    select distinct on (customer_id)
        customer_id,
        country
    from {orders}
    where is_order
    order by customer_id asc, ordered_at desc, invoice_no desc
)

select
    seen.customer_id,
    coalesce(last_orders.country, seen.last_country) as country,
    coalesce(seen.countries, '{}') as countries,
    totals.first_order_at,
    totals.last_order_at,
    coalesce(totals.orders, 0) as orders,
    (coalesce(totals.gross, 0))::numeric(24, 3) as gross,
    (coalesce(totals.net, 0))::numeric(24, 3) as net,
    totals.typical_gap_days
from seen
left join last_orders on seen.customer_id = last_orders.customer_id
left join {totals} as totals on seen.customer_id = totals.customer_id
