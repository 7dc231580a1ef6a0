-- One row per raw line of typed columns, with the reason for which it can't be read, if any: what etl/sql/read_lines,
-- typed_lines and judged_lines make of text.
select
    btrim(raw.invoice_no) as invoice_no,
    btrim(raw.stock_code) as stock_code,
    nullif(btrim(raw.description), '') as description,
    raw.quantity,
    raw.unit_price,
    raw.invoice_date,
    case
        when ltrim(btrim(raw.customer_id), '0123456789') = '.0'
            then nullif(substr(btrim(raw.customer_id), 1, length(btrim(raw.customer_id)) - 2), '')
        when lower(btrim(raw.customer_id)) in ('', 'null', 'none', 'nan', '\n', '#n/a') then null
        else btrim(raw.customer_id)
    end as customer_id,
    nullif(btrim(raw.country), '') as country,
    cast(raw.quantity as text) as raw_quantity,
    cast(raw.unit_price as text) as raw_unit_price,
    cast(raw.invoice_date as text) as raw_invoice_date,
    1 as line_number,
    case
        when coalesce(btrim(raw.invoice_no), '') = '' then 'invoice number is missing'
        when coalesce(btrim(raw.stock_code), '') = '' then 'stock code is missing'
        when raw.quantity is null then 'quantity is no whole number'
        when raw.unit_price is null then 'unit price is no number'
        when raw.invoice_date is null then 'invoice date is no date up to today'
    end as reason
from raw_lines as raw
