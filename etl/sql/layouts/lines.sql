-- One row per row of a file that has one row per order line.
select
    line_number,
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    customer_id,
    country,
    currency,
    cast(null as text) as refused
from incoming.staged
