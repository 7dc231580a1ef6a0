-- One row per product that is no charge and matches :pattern, with its net revenue, its pieces, and how many customers
-- it is the first thing to offer to: the page after :after_value, :after_code in the order by {product_order}.
with offered as (
    select
        stock_code,
        count(*) as offered_to
    from next_products
    where place = 1
    group by stock_code
),

counted as (
    select
        products.stock_code,
        products.description,
        products.net as monetary,
        products.pieces,
        products.net / nullif(sum(products.net) over (), 0) as monetary_share,
        coalesce(offered.offered_to, 0) as offered_to
    from products
    left join offered on products.stock_code = offered.stock_code
    where not products.is_charge
),

measured as (
    select
        counted.*,
        {product_order} as measure
    from counted
    where
        cast(:pattern as text) is null
        or counted.stock_code ilike :pattern
        or counted.description ilike :pattern
)

select
    stock_code,
    description,
    monetary,
    monetary_share::double precision as monetary_share,
    pieces,
    offered_to,
    measure
from measured
where
    cast(:after_code as text) is null
    or measure < cast(:after_value as numeric)
    or (measure = cast(:after_value as numeric) and stock_code > :after_code)
order by measure desc, stock_code
limit :limit;
