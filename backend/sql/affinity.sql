-- One row per two products that are bought together, in the direction that holds more often, by {affinity_order}.
with one_way as (
    select distinct on (least(stock_code, with_stock_code), greatest(stock_code, with_stock_code))
        stock_code,
        with_stock_code,
        orders_together,
        support,
        confidence,
        lift
    from product_pairs
    order by
        least(stock_code, with_stock_code),
        greatest(stock_code, with_stock_code),
        confidence desc,
        stock_code
)

select
    one_way.stock_code,
    product.description,
    one_way.with_stock_code,
    companion.description as with_description,
    one_way.orders_together,
    one_way.support,
    one_way.confidence,
    one_way.lift
from one_way
left join products as product on one_way.stock_code = product.stock_code
left join products as companion on one_way.with_stock_code = companion.stock_code
order by {affinity_order} desc, one_way.confidence desc, one_way.stock_code, one_way.with_stock_code
limit :limit;
