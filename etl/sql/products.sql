-- One row per stock code, with its most frequent description.
with named as (
    select distinct on (stock_code)
        stock_code,
        description
    from {descriptions}
    where description <> ''
    order by stock_code, lines desc, description
)

select
    counted.stock_code,
    named.description,
    bool_and(counted.is_charge) as is_charge,
    cast(sum(counted.pieces) as bigint) as pieces,
    cast(sum(counted.net) as numeric(24, 3)) as net
from {descriptions} as counted
left join named on counted.stock_code = named.stock_code
group by counted.stock_code, named.description
