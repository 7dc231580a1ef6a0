-- One row: one customer's countries, orders and returns, and number of different products.
select
    coalesce((select customers.countries from customers where customers.customer_id = :customer_id), '{}') as countries,
    (
        select count(*)
        from orders
        where orders.customer_id = :customer_id and orders.ordered_at < :as_of
    ) as orders_total,
    (
        select count(distinct lines.stock_code)
        from transactions as lines
        where lines.customer_id = :customer_id and not lines.is_charge and lines.invoice_date < :as_of
    ) as products_total;
