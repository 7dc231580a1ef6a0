-- One row per order looked at and product in it: orders of 2 to 100 products, at most :most of them, picked by a hash.
create temporary table baskets on commit drop as
with picked as (
    select
        customer_id,
        invoice_no
    from orders
    where is_order and products between 2 and 100
    order by md5(customer_id || E'\x1f' || invoice_no), customer_id, invoice_no
    limit :most
)

select distinct
    dense_rank() over (order by picked.customer_id, picked.invoice_no) as basket,
    transactions.stock_code
from picked
inner join transactions on picked.customer_id = transactions.customer_id and picked.invoice_no = transactions.invoice_no
where transactions.quantity > 0 and not transactions.is_charge and transactions.stock_code <> 'ORDER';
