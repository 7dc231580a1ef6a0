-- One row or none: the first staged line with a value that is no number, no date or missing, and which column.
select
    line_number,
    case
        when coalesce(btrim(invoice_no), '') = '' then 'invoice_no'
        when coalesce(btrim(stock_code), '') = '' then 'stock_code'
        when quantity is null or quantity !~ '^\s*[-+]?\d{1,12}(\.0+)?\s*$' then 'quantity'
        when unit_price is null or unit_price !~ '^\s*[-+]?\d{1,9}(\.\d{1,12})?\s*$' then 'unit_price'
        else 'invoice_date'
    end as column_name,
    case
        when coalesce(btrim(invoice_no), '') = '' then invoice_no
        when coalesce(btrim(stock_code), '') = '' then stock_code
        when quantity is null or quantity !~ '^\s*[-+]?\d{1,12}(\.0+)?\s*$' then quantity
        when unit_price is null or unit_price !~ '^\s*[-+]?\d{1,9}(\.\d{1,12})?\s*$' then unit_price
        else invoice_date
    end as value
from incoming.staged
where
    coalesce(btrim(invoice_no), '') = ''
    or coalesce(btrim(stock_code), '') = ''
    or quantity is null
    or quantity !~ '^\s*[-+]?\d{1,12}(\.0+)?\s*$'
    or unit_price is null
    or unit_price !~ '^\s*[-+]?\d{1,9}(\.\d{1,12})?\s*$'
    or invoice_date is null
    or invoice_date !~ '^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*$'
order by line_number
limit 1;
