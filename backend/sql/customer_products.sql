-- One row per product bought by one customer before :as_of, the ten with the most money, returns taken off.
select
    lines.stock_code,
    products.description,
    count(distinct lines.invoice_no) filter (where lines.quantity > 0) as orders,
    sum(lines.quantity) as pieces,
    sum(lines.amount) as monetary
from transactions as lines
left join products on lines.stock_code = products.stock_code
where lines.customer_id = :customer_id and not lines.is_charge and lines.invoice_date < :as_of
group by lines.stock_code, products.description
order by monetary desc, lines.stock_code
limit 10;
