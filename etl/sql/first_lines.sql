-- One row per line, the first five of a file, as they were understood; a price that is no number is none.
select
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    nullif(unit_price, 'NaN') as unit_price,
    customer_id,
    country
from incoming.lines
where file_number = :file_number
order by line_number
limit 5;
