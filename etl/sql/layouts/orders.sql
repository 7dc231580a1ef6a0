-- One row per row of a list of orders: one piece of a product called ORDER at the order's total, -1 for a negative one.
select
    line_number,
    invoice_no,
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
