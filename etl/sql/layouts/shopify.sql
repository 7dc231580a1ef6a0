-- One row per item of Shopify's orders export; the order's own fields, given on its first row alone, for every item.
with filled as (
    select
        line_number,
        invoice_no,
        coalesce(nullif(btrim(stock_code), ''), description) as stock_code,
        description,
        quantity,
        unit_price,
        max(nullif(btrim(invoice_date), '')) over one_order as invoice_date,
        lower(max(nullif(btrim(customer_id), '')) over one_order) as customer_id,
        max(nullif(btrim(country), '')) over one_order as country,
        max(nullif(btrim(currency), '')) over one_order as currency,
        max(nullif(btrim(cancelled_at), '')) over one_order as cancelled_at,
        lower(max(nullif(btrim(status), '')) over one_order) as status
    from incoming.staged
    window one_order as (partition by invoice_no)
)

select
    line_number,
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    customer_id,
    country,
    currency,
    case
        when cancelled_at is not null then 'order was cancelled'
        when status = 'refunded' then 'order was refunded'
        when status in ('voided', 'expired') then 'order was never paid'
    end as refused
from filled
