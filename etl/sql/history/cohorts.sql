-- One row per month of first order and month since: who of them ordered, and what they brought after returns.
with firsts as (
    select
        customer_id,
        date_trunc('month', min(ordered_at))::date as cohort
    from orders
    where is_order
    group by customer_id
),

sizes as (
    select
        cohort,
        count(*) as size
    from firsts
    group by cohort
),

-- a return from before the first order known counts with the first month
placed as (
    select
        firsts.cohort,
        orders.customer_id,
        orders.is_order,
        orders.net,
        greatest(
            0,
            (extract(year from orders.ordered_at) - extract(year from firsts.cohort)) * 12
            + extract(month from orders.ordered_at) - extract(month from firsts.cohort)
        )::integer as months_since
    from orders
    inner join firsts on orders.customer_id = firsts.customer_id
),

by_month as (
    select
        cohort,
        months_since,
        count(distinct customer_id) filter (where is_order) as customers,
        sum(net) as revenue
    from placed
    group by cohort, months_since
),

newest as (
    select max(day) as last_day
    from sales_by_day
),

-- every month up to the newest one, those without an order, too
months as (
    select
        sizes.cohort,
        sizes.size,
        numbers.months_since
    from sizes
    cross join newest
    cross join lateral generate_series(
        0,
        (
            (extract(year from newest.last_day) - extract(year from sizes.cohort)) * 12
            + extract(month from newest.last_day) - extract(month from sizes.cohort)
        )::integer
    ) as numbers (months_since)
)

select
    months.cohort,
    months.months_since,
    months.size,
    coalesce(by_month.customers, 0) as customers,
    coalesce(by_month.customers, 0)::double precision / months.size as share,
    coalesce(by_month.revenue, 0)::numeric(24, 3) as revenue,
    -- the month goes on after the last day with data
    (months.cohort + make_interval(months => months.months_since + 1))::date > newest.last_day + 1 as partial
from months
cross join newest
left join by_month on months.cohort = by_month.cohort and months.months_since = by_month.months_since
