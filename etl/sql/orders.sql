-- One row per customer and invoice with at least one product line: an order, or a return.
insert into incoming.orders (
    customer_id, invoice_no, ordered_at, is_order, gross, net, pieces, products, country
)
select
    customer_id,
    invoice_no,
    min(invoice_date) as ordered_at,
    bool_or(quantity > 0) and not bool_or(is_return) as is_order,
    coalesce(sum(amount) filter (where quantity > 0 and not is_return), 0) as gross,
    sum(amount) as net,
    sum(quantity) as pieces,
    count(distinct stock_code) as products,
    max(country) as country
from incoming.transactions
where customer_id is not null and not is_charge
group by customer_id, invoice_no;
