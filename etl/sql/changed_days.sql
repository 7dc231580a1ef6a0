-- One row per day that this load touches: its sums afterwards, unless no line is left.
create unlogged table incoming.changed_days as
with moved as (
    select day, lines, revenue
    from incoming.added_days
    union all
    select day, -lines, -revenue
    from incoming.removed_days
),

before as (
    select days.day, days.lines, days.revenue
    from (select distinct day from moved) as touched
    inner join sales_by_day as days on touched.day = days.day
),

together as (
    select day, lines, revenue
    from moved
    union all
    select day, lines, revenue
    from before
)

select
    day,
    cast(sum(lines) as bigint) as lines,
    cast(sum(revenue) as numeric(24, 3)) as revenue
from together
group by day
having sum(lines) > 0;
