-- One row or none: the first staged line with a value that is no number, no date or missing, and which column.
with checked as (
    select
        line_number,
        invoice_no,
        stock_code,
        quantity,
        unit_price,
        invoice_date,
        coalesce(btrim(invoice_no), '') <> '' as invoice_no_is_there,
        coalesce(btrim(stock_code), '') <> '' as stock_code_is_there,
        coalesce(quantity ~ '^\s*[-+]?\d{1,12}(\.0+)?\s*$', false) as quantity_is_whole,
        coalesce(unit_price ~ '^\s*[-+]?\d{1,9}(\.\d{1,12})?\s*$', false) as unit_price_is_number,
        coalesce(
            invoice_date ~ (
                '^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})'
                || '([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*$'
            ),
            false
        ) as invoice_date_is_date
    from incoming.staged
)

select
    line_number,
    case
        when not invoice_no_is_there then 'invoice_no'
        when not stock_code_is_there then 'stock_code'
        when not quantity_is_whole then 'quantity'
        when not unit_price_is_number then 'unit_price'
        else 'invoice_date'
    end as column_name,
    case
        when not invoice_no_is_there then invoice_no
        when not stock_code_is_there then stock_code
        when not quantity_is_whole then quantity
        when not unit_price_is_number then unit_price
        else invoice_date
    end as value
from checked
where
    not (
        invoice_no_is_there
        and stock_code_is_there
        and quantity_is_whole
        and unit_price_is_number
        and invoice_date_is_date
    )
order by line_number
limit 1;
