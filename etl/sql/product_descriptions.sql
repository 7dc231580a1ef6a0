-- One row per stock code and description (its first 200 letters): how many lines and pieces, and what they brought.
select
    stock_code,
    left(coalesce(description, ''), 200) as description,
    bool_and(is_charge) as is_charge,
    count(*) as lines,
    cast(sum(quantity) as bigint) as pieces,
    cast(sum(amount) as numeric(24, 3)) as net
from {lines}
group by stock_code, left(coalesce(description, ''), 200)
