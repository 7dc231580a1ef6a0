-- One row per staged line, with the reason for which it can't be read, if any; no date where it is none up to today.
-- The number of a log's purchase follows from who bought when for how much, however the file writes that.
-- A barrier keeps the steps apart: merged into one, each value would be worked out again wherever it is named.
create view incoming.judged_lines with (security_barrier) as
with dated as (
    select
        line_number,
        refused,
        case
            when :is_log
                then invoice_no || left(
                    md5(concat_ws(E'\x1f', coalesce(customer_id, ''), invoice_date, quantity * unit_price)), 16
                )
            else invoice_no
        end as invoice_no,
        stock_code,
        description,
        quantity,
        unit_price,
        case
            -- 1 January 1970 is how programs write that there is no date
            when invoice_date >= '1970-01-02' and invoice_date <= now() + interval '1 day' then invoice_date
        end as invoice_date,
        customer_id,
        country,
        currency,
        raw_quantity,
        raw_unit_price,
        raw_invoice_date
    from incoming.typed_lines
)

select
    *,
    case
        when refused is not null then refused
        when coalesce(invoice_no, '') = '' then 'invoice number is missing'
        when coalesce(stock_code, '') = '' then 'stock code is missing'
        when quantity is null or abs(quantity) >= 1000000000000 then 'quantity is no whole number'
        when unit_price is null or unit_price = 'NaN' then 'unit price is no number'
        when invoice_date is null then 'invoice date is no date up to today'
        when
            octet_length(invoice_no) > 200
            or octet_length(stock_code) > 200
            or octet_length(customer_id) > 200
            or octet_length(country) > 200
            then 'a number, code or name is longer than 200 bytes'
        when currency <> :shop_currency then 'another currency'
    end as reason
from dated
