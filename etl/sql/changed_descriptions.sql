-- One row per stock code and description that this load touches: its counts afterwards, unless no line is left.
create unlogged table incoming.changed_descriptions as
with moved as (
    select stock_code, description, is_charge, lines, pieces, net
    from incoming.added_descriptions
    union all
    select stock_code, description, is_charge, -lines, -pieces, -net
    from incoming.removed_descriptions
),

touched as (
    select distinct stock_code, description
    from moved
),

before as (
    select descriptions.*
    from touched
    inner join product_descriptions as descriptions
        on touched.stock_code = descriptions.stock_code and touched.description = descriptions.description
),

together as (
    select stock_code, description, is_charge, lines, pieces, net
    from moved
    union all
    select stock_code, description, is_charge, lines, pieces, net
    from before
)

select
    stock_code,
    description,
    bool_and(is_charge) as is_charge,
    cast(sum(lines) as bigint) as lines,
    cast(sum(pieces) as bigint) as pieces,
    cast(sum(net) as numeric(24, 3)) as net
from together
group by stock_code, description
having sum(lines) > 0;
