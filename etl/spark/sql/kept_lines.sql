-- One row per line that is kept: of lines that are the same in every column, one.
select
    invoice_no,
    stock_code,
    quantity,
    invoice_date,
    amount,
    customer_id,
    country,
    is_return,
    is_charge
from lines
where reason is null
group by line_hash, invoice_no, stock_code, quantity, invoice_date, amount, customer_id, country, is_return, is_charge
