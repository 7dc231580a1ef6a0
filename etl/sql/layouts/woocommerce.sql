-- One row per item of WooCommerce's order lines; those of orders that came to nothing are refused.
with named as (
    select
        *,
        regexp_replace(lower(btrim(status)), '^wc-', '') as bare_status
    from incoming.staged
)

select
    line_number,
    invoice_no,
    coalesce(nullif(btrim(stock_code), ''), description) as stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    -- a guest's number is 0
    case when btrim(customer_id) not in ('0', '0.0') then lower(customer_id) end as customer_id,
    country,
    currency,
    case
        when bare_status in ('cancelled', 'refunded') then 'order was ' || bare_status
        when
            bare_status in (
                'failed', 'pending', 'pending payment', 'on-hold', 'on hold', 'checkout-draft', 'draft', 'trash'
            )
            then 'order was never paid'
    end as refused
from named
