-- One row per segment before and segment after: how many customers, and their net spend at both times.
-- A customer who was not scored before has no segment before.
with earlier as (
    select customer_id, segment, monetary
    from {earlier}
),

later as (
    select customer_id, segment, monetary
    from {later}
)

select
    earlier.segment as from_segment,
    later.segment as to_segment,
    count(*) as customers,
    coalesce(sum(earlier.monetary), 0) as monetary_before,
    coalesce(sum(later.monetary), 0) as monetary_after
from earlier
full join later on earlier.customer_id = later.customer_id
group by earlier.segment, later.segment
order by customers desc, from_segment nulls first, to_segment;
