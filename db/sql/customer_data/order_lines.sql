-- One row per order line of the customer, with the file that it came from.
select
    lines.invoice_no,
    lines.invoice_date,
    lines.stock_code,
    lines.description,
    lines.quantity,
    lines.unit_price,
    lines.amount,
    lines.customer_id,
    lines.country,
    lines.is_return,
    lines.is_charge,
    loads.source
from transactions as lines
left join loads on lines.load_id = loads.load_id
where lines.customer_id = :customer_id
order by lines.invoice_date, lines.invoice_no, lines.stock_code, lines.line_ordinal;
