-- One row per staged line: typed, with the hash of its content, and the reason for which it can't be kept, if any.
-- The columns up to is_charge are those of transactions, in their order.
with judged as (
    select
        *,
        case
            when refused is not null then refused
            when coalesce(invoice_no, '') = '' then 'invoice number is missing'
            when coalesce(stock_code, '') = '' then 'stock code is missing'
            when quantity is null or abs(quantity) >= 1000000000000 then 'quantity is no whole number'
            when unit_price is null or unit_price = 'NaN' then 'unit price is no number'
            when
                invoice_date is null or invoice_date < '1970-01-01' or invoice_date > now() + interval '1 day'
                then 'invoice date is no date up to today'
            when
                octet_length(invoice_no) > 200
                or octet_length(stock_code) > 200
                or octet_length(customer_id) > 200
                or octet_length(country) > 200
                then 'a number, code or name is longer than 200 letters'
            when currency <> :shop_currency then 'another currency'
        end as reason
    from incoming.typed_lines
)

select
    md5(
        concat_ws(
            E'\x1f',
            judged.invoice_no,
            judged.stock_code,
            coalesce(judged.description, ''),
            coalesce(judged.customer_id, ''),
            coalesce(judged.country, ''),
            judged.quantity,
            judged.unit_price,
            judged.invoice_date,
            case when judged.reason is not null then judged.raw_values end
        )
    )::uuid as line_hash,
    1 as line_ordinal,
    cast(:load_id as bigint) as load_id,
    judged.invoice_no,
    judged.stock_code,
    judged.description,
    judged.quantity,
    judged.invoice_date,
    (judged.unit_price)::numeric(12, 3) as unit_price,
    (case when judged.reason is null then judged.quantity * judged.unit_price end)::numeric(24, 3) as amount,
    judged.customer_id,
    judged.country,
    -- C536379 is a return, CB1001 is only a number that begins with a letter
    left(judged.invoice_no, 1) in ('C', 'c')
    and substr(judged.invoice_no, 2, 1) between '0' and '9' as is_return,
    charges.stock_code is not null as is_charge,
    cast(:file_number as integer) as file_number,
    judged.line_number,
    case
        when judged.reason is not null then judged.reason
        when judged.unit_price = 0 then 'price is zero'
        when judged.unit_price < 0 then 'price below zero'
    end as reason
from judged
left join incoming.charge_stock_codes as charges on judged.stock_code = charges.stock_code
