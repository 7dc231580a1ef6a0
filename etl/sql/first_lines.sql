-- One row per line, the first five of a file, as they were understood.
select
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    customer_id,
    country
from incoming.lines
where file_number = :file_number
order by line_number
limit 5;
