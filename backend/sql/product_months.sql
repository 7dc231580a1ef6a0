-- One row per calendar month before :as_of from a product's first sale on: pieces, net revenue, orders and customers.
with sold as (
    select
        date_trunc('month', invoice_date)::date as month,
        sum(quantity) as pieces,
        sum(amount) as revenue,
        count(distinct invoice_no) filter (where quantity > 0) as orders,
        count(distinct customer_id) filter (where quantity > 0) as customers
    from transactions
    where stock_code = :stock_code and invoice_date < :as_of
    group by date_trunc('month', invoice_date)
),

span as (
    select min(month) as first_month
    from sold
)

select
    months.month::date as month,
    coalesce(sold.pieces, 0)::bigint as pieces,
    coalesce(sold.revenue, 0) as revenue,
    coalesce(sold.orders, 0) as orders,
    coalesce(sold.customers, 0) as customers,
    months.month + interval '1 month' > :as_of as partial
from span
cross join
    generate_series(
        span.first_month, date_trunc('month', cast(:as_of as timestamp) - interval '1 day'), interval '1 month'
    ) as months (month)
left join sold on months.month = sold.month
order by months.month;
