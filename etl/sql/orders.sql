-- One row per customer and invoice with at least one product line: an order, or a return.
select
    customer_id,
    invoice_no,
    min(invoice_date) as ordered_at,
    bool_or(quantity > 0 and not is_return) as is_order,
    cast(coalesce(sum(amount) filter (where quantity > 0 and not is_return), 0) as numeric(24, 3)) as gross,
    cast(sum(amount) as numeric(24, 3)) as net,
    cast(sum(quantity) as bigint) as pieces,
    cast(count(distinct stock_code) as integer) as products,
    max(country) as country
from {lines}
where customer_id is not null and not is_charge
group by customer_id, invoice_no
