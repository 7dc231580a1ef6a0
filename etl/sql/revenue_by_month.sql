-- One row per month: revenue of product lines after returns, orders, buyers, and how far the month is covered.
-- Orders and buyers of the months before :count_from are those of :counted, what an earlier run found by this query.
with span as (
    select min(day) as first_day, max(day) as last_day
    from sales_by_day
    where day < :as_of
),

months as (
    select
        generate_series(date_trunc('month', first_day), date_trunc('month', last_day), interval '1 month')::date
            as month
    from span
),

revenue as (
    select date_trunc('month', day)::date as month, sum(revenue) as revenue
    from sales_by_day
    where day < :as_of
    group by date_trunc('month', day)::date
),

buyers as (
    select
        date_trunc('month', ordered_at)::date as month,
        customer_id,
        count(*) as orders
    from orders
    where is_order and ordered_at >= :count_from and ordered_at < :as_of
    group by date_trunc('month', ordered_at)::date, customer_id
),

buying as (
    select
        month,
        sum(orders) as orders,
        count(*) as customers
    from buyers
    group by month
    union all
    select
        counted.month,
        counted.orders,
        counted.customers
    from jsonb_to_recordset(:counted) as counted (month date, orders bigint, customers bigint)
    where counted.month < :count_from
),

first_orders as (
    select date_trunc('month', first_order_at)::date as month, count(*) as new_customers
    from rfm
    group by date_trunc('month', first_order_at)::date
),

covered as (
    select
        months.month,
        extract(day from months.month + interval '1 month' - interval '1 day')::integer as days,
        least(span.last_day, (months.month + interval '1 month' - interval '1 day')::date)
        - greatest(span.first_day, months.month) + 1 as days_with_data
    from months
    cross join span
)

select
    covered.month,
    coalesce(revenue.revenue, 0) as revenue,
    coalesce(buying.orders, 0) as orders,
    coalesce(buying.customers, 0) as customers,
    coalesce(first_orders.new_customers, 0) as new_customers,
    covered.days,
    covered.days_with_data,
    covered.days_with_data < covered.days as partial
from covered
left join revenue on covered.month = revenue.month
left join buying on covered.month = buying.month
left join first_orders on covered.month = first_orders.month
order by covered.month
