-- One row per staged line: typed, with the hash of its content, and the reason for which it can't be kept, if any.
-- The columns up to is_charge are those of transactions, in their order.
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
            -- what could not be read tells two lines apart as it stands; an order's status does not, as it changes
            case
                when judged.quantity is null or judged.unit_price is null or judged.invoice_date is null
                    then concat_ws(E'\x1f', judged.raw_quantity, judged.raw_unit_price, judged.raw_invoice_date)
            end
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
    -- C536379 with pieces taken back is a return; CB1001, or C1001 with pieces sold, only begins with a letter
    judged.quantity < 0
    and left(judged.invoice_no, 1) in ('C', 'c')
    and substr(judged.invoice_no, 2, 1) between '0' and '9' as is_return,
    charges.stock_code is not null as is_charge,
    cast(:file_number as integer) as file_number,
    judged.line_number,
    case
        when judged.reason is not null then judged.reason
        when judged.unit_price = 0 then 'price is zero'
        when judged.unit_price < 0 then 'price below zero'
    end as reason
from incoming.judged_lines as judged
left join incoming.charge_stock_codes as charges on judged.stock_code = charges.stock_code
