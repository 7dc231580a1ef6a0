-- One row per day: what the scores rest on; the same in the database and on the cluster, or the lines are not the same.
select
    cast(ordered_at as date) as day,
    count(*) as orders,
    count(distinct customer_id) as customers,
    cast(sum(gross) as numeric(24, 3)) as gross,
    cast(sum(net) as numeric(24, 3)) as net
from orders
group by cast(ordered_at as date)
