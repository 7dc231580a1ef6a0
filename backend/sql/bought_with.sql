-- One row per product that is bought together with one product, the likeliest first.
select
    pairs.with_stock_code as stock_code,
    products.description,
    pairs.orders_together,
    pairs.support,
    pairs.confidence,
    pairs.lift
from product_pairs as pairs
left join products on pairs.with_stock_code = products.stock_code
where pairs.stock_code = :stock_code
order by pairs.confidence desc, pairs.with_stock_code;
