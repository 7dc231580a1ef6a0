-- One row per product to offer next to one customer, who has never bought it; because_of is the product that speaks
-- for it, confidence how many of those who took that one took this one too.
select
    offers.place,
    offers.stock_code,
    product.description,
    offers.because_of,
    reason.description as because_of_description,
    offers.confidence
from next_products as offers
left join products as product on offers.stock_code = product.stock_code
left join products as reason on offers.because_of = reason.stock_code
where offers.customer_id = :customer_id
order by offers.place;
