-- One row per stock code and description: how many lines and pieces, and what they brought.
select
    stock_code,
    coalesce(description, '') as description,
    bool_and(is_charge) as is_charge,
    count(*) as lines,
    cast(sum(quantity) as bigint) as pieces,
    cast(sum(amount) as numeric(24, 3)) as net
from {lines}
group by stock_code, coalesce(description, '')
