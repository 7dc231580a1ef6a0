-- One row or none: one product with its pieces and net revenue, and how many customers it is the first to offer to.
select
    products.stock_code,
    products.description,
    products.is_charge,
    products.pieces,
    products.net as monetary,
    (
        select count(*)
        from next_products
        where next_products.stock_code = products.stock_code and next_products.place = 1
    ) as offered_to
from products
where products.stock_code = :stock_code;
