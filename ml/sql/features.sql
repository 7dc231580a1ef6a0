-- One row per customer with an order before :cutoff: what was known of the customer at that moment.
-- Of the orders of one part of the customers, or of all; the home country is that of most of these customers.
-- Days are whole days back from the cutoff; money is net of the returns dated before the cutoff.
with known as not materialized (
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

-- one row per customer and day with an order
order_days as (
    select
        customer_id,
        days_ago
    from known
    where is_order
    group by customer_id, days_ago
),

-- the same; a day's place among the customer's days, and among the 30-day bins, counts back from the cutoff
placed_days as (
    select
        customer_id,
        days_ago,
        greatest(days_ago - 1, 0) / 30 as bin,
        row_number() over (partition by customer_id order by days_ago) as place
    from order_days
),

-- one row per customer; a bit stands for each of the last 12 bins
cadence as (
    select
        customer_id,
        min(days_ago) as recency,
        max(days_ago) as tenure,
        count(*) as order_days,
        max(days_ago) filter (where place = 2) as second_last,
        count(*) filter (where days_ago <= 30) as order_days_30,
        count(*) filter (where days_ago <= 90) as order_days_90,
        count(*) filter (where days_ago <= 180) as order_days_180,
        count(*) filter (where days_ago <= 365) as order_days_365,
        coalesce(bit_count(bit_or(cast(1 << bin as bit(12))) filter (where bin < 6)), 0) as active_bins_6,
        coalesce(bit_count(bit_or(cast(1 << bin as bit(12))) filter (where bin < 12)), 0) as active_bins_12
    from placed_days
    group by customer_id
),

-- one row per customer with any invoice
spend as (
    select
        customer_id,
        count(*) filter (where is_order) as orders,
        count(*) filter (where not is_order) as return_invoices,
        sum(net) as monetary,
        coalesce(sum(net) filter (where days_ago <= 90), 0) as spend_90,
        sum(products) filter (where is_order) as products
    from known
    group by customer_id
),

-- one row per customer with an order: where the last of them went
countries as (
    select distinct on (customer_id)
        customer_id,
        country
    from known
    where is_order
    order by customer_id, ordered_at desc, invoice_no desc
),

-- one row: the country that is home, by default the one with most customers at that moment
home as (
    select coalesce(cast(:home_country as text), mode() within group (order by country)) as country
    from countries
)

select
    cadence.customer_id,
    spend.orders,
    cadence.recency,
    cadence.order_days,
    cadence.tenure,
    cadence.order_days / (cadence.tenure + 30.0) as order_rate,
    (cadence.tenure - cadence.recency) / nullif(cadence.order_days - 1.0, 0) as mean_gap,
    cadence.recency * (cadence.order_days - 1.0) / nullif(cadence.tenure - cadence.recency, 0) as recency_over_gap,
    coalesce(
        greatest(
            cadence.recency * (cadence.order_days - 1.0) / nullif(cadence.tenure - cadence.recency, 0) - 2, 0
        ) * cadence.order_days,
        0
    ) as overdue,
    cadence.second_last,
    cadence.order_days_30,
    cadence.order_days_90,
    cadence.order_days_180,
    cadence.order_days_365,
    cadence.active_bins_6 / 6.0 as active_share_6,
    cadence.active_bins_12 / 12.0 as active_share_12,
    spend.spend_90,
    spend.monetary,
    spend.monetary / spend.orders as average_order_value,
    spend.products / cast(spend.orders as numeric) as products_per_order,
    spend.return_invoices / cast(spend.orders as numeric) as returns_per_order,
    cast(countries.country is not distinct from home.country as integer) as home_country
from cadence
inner join spend on cadence.customer_id = spend.customer_id
inner join countries on cadence.customer_id = countries.customer_id
cross join home
order by cadence.customer_id;
