-- One row: how many products there are that are no charge and match :pattern, and their net revenue.
select
    count(*) as products,
    coalesce(sum(net), 0) as monetary
from products
where
    not is_charge
    and (cast(:pattern as text) is null or stock_code ilike :pattern or description ilike :pattern);
