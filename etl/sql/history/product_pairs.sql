-- One row per product and another bought in the same basket more often than by chance: the 10 likeliest of each.
-- Both stand in at least 10 baskets, and 1 in 1,000, together.
with looked_at as (
    select
        count(distinct basket) as baskets,
        greatest(10, ceil(count(distinct basket) / 1000.0)) as fewest
    from baskets
),

frequent as (
    select
        baskets.stock_code,
        count(*) as in_baskets,
        row_number() over (order by baskets.stock_code) as number
    from baskets
    cross join looked_at
    group by baskets.stock_code, looked_at.fewest
    having count(*) >= looked_at.fewest
),

numbered as (
    select
        baskets.basket,
        frequent.number::integer as number
    from baskets
    inner join frequent on baskets.stock_code = frequent.stock_code
),

together as (
    select
        one.number as first_number,
        other.number as second_number,
        count(*) as orders_together
    from numbered as one
    inner join numbered as other on one.basket = other.basket and one.number < other.number
    group by one.number, other.number
),

both_ways as (
    select first_number as number, second_number as with_number, orders_together
    from together
    union all
    select second_number, first_number, orders_together
    from together
),

measured as (
    select
        product.stock_code,
        companion.stock_code as with_stock_code,
        both_ways.orders_together,
        both_ways.orders_together / looked_at.baskets::double precision as support,
        both_ways.orders_together / product.in_baskets::double precision as confidence,
        both_ways.orders_together::double precision * looked_at.baskets
        / (product.in_baskets * companion.in_baskets) as lift
    from both_ways
    cross join looked_at
    inner join frequent as product on both_ways.number = product.number
    inner join frequent as companion on both_ways.with_number = companion.number
    where both_ways.orders_together >= looked_at.fewest
),

ranked as (
    select
        *,
        row_number() over (partition by stock_code order by confidence desc, lift desc, with_stock_code) as place
    from measured
    where lift > 1
)

select
    stock_code,
    with_stock_code,
    orders_together,
    support,
    confidence,
    lift
from ranked
where place <= 10
