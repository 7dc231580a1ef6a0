-- One row per product bought by one customer before :as_of, the ten with the most money, returns taken off.
with bought as (
    select
        stock_code,
        count(distinct invoice_no) filter (where quantity > 0) as orders,
        sum(quantity) as pieces,
        sum(amount) as monetary
    from transactions
    where customer_id = :customer_id and not is_charge and invoice_date < :as_of
    group by stock_code
    order by monetary desc, stock_code
    limit 10
)

select
    bought.stock_code,
    products.description,
    bought.orders,
    bought.pieces,
    bought.monetary
from bought
left join products on bought.stock_code = products.stock_code
order by bought.monetary desc, bought.stock_code;
