-- One row per raw line of typed columns, with the reason for which it can't be read, if any: what etl/sql/read_lines,
-- typed_lines and judged_lines make of text.
select
    case
        when ltrim(btrim(raw.invoice_no), '0123456789') = '.0'
            then substr(btrim(raw.invoice_no), 1, length(btrim(raw.invoice_no)) - 2)
        else btrim(raw.invoice_no)
    end as invoice_no,
    case
        when ltrim(btrim(raw.stock_code), '0123456789') = '.0'
            then substr(btrim(raw.stock_code), 1, length(btrim(raw.stock_code)) - 2)
        else btrim(raw.stock_code)
    end as stock_code,
    nullif(btrim(raw.description), '') as description,
    raw.quantity,
    raw.unit_price,
    raw.invoice_date,
    case
        when ltrim(btrim(raw.customer_id), '0123456789') = '.0'
            then nullif(substr(btrim(raw.customer_id), 1, length(btrim(raw.customer_id)) - 2), '')
        when lower(btrim(raw.customer_id)) in ('', 'null', 'none', 'nan', '\n', '#n/a') then null
        when raw.customer_id like '%@%' then lower(btrim(raw.customer_id))
        else btrim(raw.customer_id)
    end as customer_id,
    nullif(btrim(raw.country), '') as country,
    cast(raw.quantity as text) as raw_quantity,
    cast(raw.unit_price as text) as raw_unit_price,
    cast(raw.invoice_date as text) as raw_invoice_date,
    1 as line_number,
    case
        when coalesce(btrim(raw.invoice_no), '') in ('', '.0') then 'invoice number is missing'
        when coalesce(btrim(raw.stock_code), '') in ('', '.0') then 'stock code is missing'
        when raw.quantity is null then 'quantity is no whole number'
        when raw.unit_price is null then 'unit price is no number'
        when raw.invoice_date is null then 'invoice date is no date up to today'
    end as reason
from raw_lines as raw
