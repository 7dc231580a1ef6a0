-- One row per customer and product to offer next: the 5 likeliest beside the customer's 30 latest products, none of
-- which the customer has ever bought.
with bought as (
    select
        customer_id,
        stock_code,
        max(invoice_date) as last_bought_at
    from transactions
    where customer_id is not null and quantity > 0 and not is_charge
    group by customer_id, stock_code
),

latest as (
    select
        customer_id,
        stock_code,
        row_number() over (partition by customer_id order by last_bought_at desc, stock_code) as place
    from bought
),

offered as (
    select distinct on (latest.customer_id, pairs.with_stock_code)
        latest.customer_id,
        pairs.with_stock_code as stock_code,
        pairs.stock_code as because_of,
        pairs.confidence
    from latest
    inner join product_pairs as pairs on latest.stock_code = pairs.stock_code
    where latest.place <= 30
    order by latest.customer_id, pairs.with_stock_code, pairs.confidence desc, pairs.stock_code
),

ranked as (
    select
        offered.*,
        row_number() over (
            partition by offered.customer_id order by offered.confidence desc, offered.stock_code
        ) as place
    from offered
    left join bought on offered.customer_id = bought.customer_id and offered.stock_code = bought.stock_code
    where bought.customer_id is null
)

select
    customer_id,
    place::integer as place,
    stock_code,
    because_of,
    confidence
from ranked
where place <= 5
