-- One row per staged line: its values as text, numbers with a decimal point and nothing between thousands.
-- A barrier keeps the steps apart: merged into one, each value would be worked out again wherever it is named.
create view incoming.read_lines with (security_barrier) as
select
    line_number,
    refused,
    -- 536365.0 is what a table program makes of the number 536365; a workbook's is whole again, too
    case
        when invoice_no like '%.0%' and ltrim(btrim(invoice_no), '0123456789') = '.0' then left(btrim(invoice_no), -2)
        else btrim(invoice_no)
    end as invoice_no,
    case
        when stock_code like '%.0%' and ltrim(btrim(stock_code), '0123456789') = '.0' then left(btrim(stock_code), -2)
        else btrim(stock_code)
    end as stock_code,
    nullif(btrim(description), '') as description,
    case
        when translate(quantity, :groupers, '') = quantity then replace(btrim(quantity), :decimal, '.')
        when translate(btrim(quantity), :groupers, '') = btrim(quantity)
            then replace(btrim(quantity), :decimal, '.')
        when btrim(quantity) ~ :grouped then replace(translate(btrim(quantity), :groupers, ''), :decimal, '.')
    end as quantity,
    case
        when translate(unit_price, :groupers, '') = unit_price then replace(btrim(unit_price), :decimal, '.')
        when translate(btrim(unit_price), :groupers, '') = btrim(unit_price)
            then replace(btrim(unit_price), :decimal, '.')
        when btrim(unit_price) ~ :grouped then replace(translate(btrim(unit_price), :groupers, ''), :decimal, '.')
    end as unit_price,
    case
        when
            -- begins with a digit
            (invoice_date collate "C" between '0' and ':' or ltrim(invoice_date) collate "C" between '0' and ':')
            and (
                (
                    invoice_date like '____-__-__ __:__:__'
                    and rtrim(invoice_date, '0123456789') <> invoice_date
                )
                or invoice_date ~ :date_forms
            )
            then btrim(invoice_date)
    end as invoice_date,
    case
        when ltrim(btrim(customer_id), '0123456789') = '.0' then nullif(left(btrim(customer_id), -2), '')
        -- how databases, programs and spreadsheets write that there is none
        when lower(btrim(customer_id)) in ('', 'null', 'none', 'nan', '\n', '#n/a') then null
        when customer_id like '%@%' then lower(btrim(customer_id))
        else btrim(customer_id)
    end as customer_id,
    nullif(btrim(country), '') as country,
    upper(btrim(currency)) as currency,
    quantity as raw_quantity,
    unit_price as raw_unit_price,
    invoice_date as raw_invoice_date
from incoming.order_lines
