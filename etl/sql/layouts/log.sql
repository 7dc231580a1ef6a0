-- One row per row of a log of purchases: an order of its own, whose number follows from its content.
select
    line_number,
    case when ltrim(amount) like '-%' then 'C0' else 'L' end
    || left(md5(concat_ws(E'\x1f', btrim(customer_id), btrim(invoice_date), btrim(amount))), 16) as invoice_no,
    'ORDER' as stock_code,
    cast(null as text) as description,
    case when ltrim(amount) like '-%' then '-1' else '1' end as quantity,
    invoice_date,
    ltrim(amount, ' -+') as unit_price,
    customer_id,
    country,
    currency,
    cast(null as text) as refused
from incoming.staged
