-- One row per order line kept.
insert into incoming.transactions (
    line_hash, line_ordinal, load_id, invoice_no, stock_code, description, quantity,
    invoice_date, unit_price, amount, customer_id, country, is_return, is_charge
)
select
    line_hash,
    line_ordinal,
    :load_id,
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    amount,
    customer_id,
    country,
    is_return,
    is_charge
from incoming.lines
where reason is null;
