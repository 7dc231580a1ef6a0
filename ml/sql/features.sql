-- One row per customer with an order before :cutoff: what was known of the customer at that moment.
-- Of the orders of one part of the customers, or of all; :home_country is the one that counts as the shop's own.
-- Days are whole days back from the cutoff; money is net of the returns dated before the cutoff.
with known as (
    select
        customer_id,
        invoice_no,
        ordered_at,
        is_order,
        net,
        products,
        country,
        cast(:cutoff as date) - cast(ordered_at as date) as days_ago
    from {orders}
    where ordered_at < :cutoff
),

-- one row per customer and day with an invoice, and where the day's last order went
days as (
    select
        customer_id,
        days_ago,
        count(*) filter (where is_order) as orders,
        count(*) filter (where not is_order) as return_invoices,
        sum(net) as net,
        sum(products) filter (where is_order) as products,
        (array_agg(country order by ordered_at desc, invoice_no desc) filter (where is_order))[1] as country
    from known
    group by customer_id, days_ago
),

-- the same; a day's place among the customer's order days, and among the 30-day bins, counts back from the cutoff
placed_days as (
    select
        *,
        greatest(days_ago - 1, 0) / 30 as bin,
        count(*) filter (where orders > 0) over (partition by customer_id order by days_ago) as place
    from days
),

-- one row per customer with an order; a bit stands for each of the last 12 bins
customers as (
    select
        customer_id,
        min(days_ago) filter (where orders > 0) as recency,
        max(days_ago) filter (where orders > 0) as tenure,
        count(*) filter (where orders > 0) as order_days,
        max(days_ago) filter (where orders > 0 and place = 2) as second_last,
        count(*) filter (where orders > 0 and days_ago <= 30) as order_days_30,
        count(*) filter (where orders > 0 and days_ago <= 90) as order_days_90,
        count(*) filter (where orders > 0 and days_ago <= 180) as order_days_180,
        count(*) filter (where orders > 0 and days_ago <= 365) as order_days_365,
        coalesce(
            bit_count(bit_or(cast(1 << bin as bit(12))) filter (where orders > 0 and bin < 6)), 0
        ) as active_bins_6,
        coalesce(
            bit_count(bit_or(cast(1 << bin as bit(12))) filter (where orders > 0 and bin < 12)), 0
        ) as active_bins_12,
        sum(orders) as orders,
        sum(return_invoices) as return_invoices,
        sum(net) as monetary,
        coalesce(sum(net) filter (where days_ago <= 90), 0) as spend_90,
        sum(products) as products,
        max(country) filter (where orders > 0 and place = 1) as country
    from placed_days
    group by customer_id
    having sum(orders) > 0
)

select
    customer_id,
    orders,
    recency,
    order_days,
    tenure,
    order_days / (tenure + 30.0) as order_rate,
    (tenure - recency) / nullif(order_days - 1.0, 0) as mean_gap,
    recency * (order_days - 1.0) / nullif(tenure - recency, 0) as recency_over_gap,
    coalesce(
        greatest(
            recency * (order_days - 1.0) / nullif(tenure - recency, 0) - 2, 0
        ) * order_days,
        0
    ) as overdue,
    second_last,
    order_days_30,
    order_days_90,
    order_days_180,
    order_days_365,
    active_bins_6 / 6.0 as active_share_6,
    active_bins_12 / 12.0 as active_share_12,
    spend_90,
    monetary,
    monetary / orders as average_order_value,
    products / cast(orders as numeric) as products_per_order,
    return_invoices / cast(orders as numeric) as returns_per_order,
    cast(country is not distinct from cast(:home_country as text) as integer) as home_country
from customers
order by customer_id;
