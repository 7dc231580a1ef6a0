-- One row per cutoff and customer with an order before it: what was known of the customer at that moment.
-- Of one part of the customers where there are several; the home country is then that of most customers of the part.
-- Days are whole days back from the cutoff; money is net of the returns dated before the cutoff.
with cutoffs as (
    select unnest(cast(:cutoffs as timestamp[])) as cutoff
),

-- one row per cutoff and invoice before it
known as (
    select
        cutoffs.cutoff,
        orders.customer_id,
        orders.invoice_no,
        orders.ordered_at,
        orders.is_order,
        orders.net,
        orders.products,
        orders.country,
        cast(cutoffs.cutoff as date) - cast(orders.ordered_at as date) as days_ago
    from cutoffs
    inner join orders on cutoffs.cutoff > orders.ordered_at
    where :parts = 1 or (hashtext(orders.customer_id) & 2147483647) % :parts = 0
),

-- one row per cutoff, customer and day with an order; a day's place among the 30-day bins counts back from the cutoff
order_days as (
    select
        cutoff,
        customer_id,
        days_ago,
        greatest(days_ago - 1, 0) / 30 as bin
    from known
    where is_order
    group by cutoff, customer_id, days_ago
),

-- one row per cutoff and customer
cadence as (
    select
        cutoff,
        customer_id,
        min(days_ago) as recency,
        max(days_ago) as tenure,
        count(*) as order_days,
        (array_agg(days_ago order by days_ago))[2] as second_last,
        count(*) filter (where days_ago <= 30) as order_days_30,
        count(*) filter (where days_ago <= 90) as order_days_90,
        count(*) filter (where days_ago <= 180) as order_days_180,
        count(*) filter (where days_ago <= 365) as order_days_365,
        count(distinct bin) filter (where bin < 6) as active_bins_6,
        count(distinct bin) filter (where bin < 12) as active_bins_12
    from order_days
    group by cutoff, customer_id
),

-- one row per cutoff and customer with any invoice
spend as (
    select
        cutoff,
        customer_id,
        count(*) filter (where is_order) as orders,
        count(*) filter (where not is_order) as return_invoices,
        sum(net) as monetary,
        coalesce(sum(net) filter (where days_ago <= 90), 0) as spend_90,
        sum(products) filter (where is_order) as products,
        (array_agg(country order by ordered_at desc, invoice_no desc) filter (where is_order))[1] as country
    from known
    group by cutoff, customer_id
),

-- one row per cutoff: the country that is home, by default the one with most customers at that moment
homes as (
    select
        cutoff,
        coalesce(cast(:home_country as text), mode() within group (order by country)) as country
    from spend
    where orders > 0
    group by cutoff
)

select
    cadence.cutoff,
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
    cast(spend.country is not distinct from homes.country as integer) as home_country
from cadence
inner join spend on cadence.cutoff = spend.cutoff and cadence.customer_id = spend.customer_id
inner join homes on cadence.cutoff = homes.cutoff
order by cadence.cutoff, cadence.customer_id;
