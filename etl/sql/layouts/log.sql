-- One row per row of a log of purchases: an order of its own, a return where the amount is
-- negative. This is how its number begins; etl/sql/judged_lines and number_repeated_lines make the rest.
select
    line_number,
    case when ltrim(amount) like '-%' then 'C0' else 'L' end as invoice_no,
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
