-- One row per staged line: its values with their types, null where a value is none of that type.
-- A barrier keeps the steps apart: merged into one, each value would be worked out again wherever it is named.
create view incoming.typed_lines with (security_barrier) as
select
    line_number,
    refused,
    invoice_no,
    stock_code,
    description,
    case
        when pg_input_is_valid(quantity, 'bigint') then quantity::bigint
        -- 6.0 and 6.00 pieces are 6
        when quantity ~ '\.0+$' and pg_input_is_valid(rtrim(rtrim(quantity, '0'), '.'), 'bigint')
            then rtrim(rtrim(quantity, '0'), '.')::bigint
    end as quantity,
    case when pg_input_is_valid(unit_price, 'numeric(12,3)') then unit_price::numeric(12, 3) end as unit_price,
    case
        when not pg_input_is_valid(invoice_date, 'timestamp') then null
        when
            :some_have_offsets
            and invoice_date ~* '(:\d\d(\.\d+)?|t\d{4,6})\s*([ap]m)?\s*(z|utc|gmt|[-+]\d\d(:?\d\d)?)$'
            then invoice_date::timestamptz::timestamp
        else invoice_date::timestamp
    end as invoice_date,
    customer_id,
    country,
    currency,
    raw_quantity,
    raw_unit_price,
    raw_invoice_date
from incoming.read_lines
