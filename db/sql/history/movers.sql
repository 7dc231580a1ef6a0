-- One row per customer who went from one segment to another, by net spend: the page after :after_monetary, :after_id.
with earlier as (
    select customer_id, segment, monetary
    from {earlier}
),

later as (
    select customer_id, segment, recency, frequency, monetary
    from {later}
)

select
    later.customer_id,
    later.recency,
    later.frequency,
    earlier.monetary as monetary_before,
    later.monetary as monetary_after
from later
left join earlier on later.customer_id = earlier.customer_id
where
    later.segment = :to_segment
    and later.customer_id not in (select erased_customers.pseudonym from erased_customers)
    and earlier.segment is not distinct from :from_segment
    and (
        cast(:after_id as text) is null
        or (
            later.monetary <= cast(:after_monetary as numeric)
            and (later.monetary < cast(:after_monetary as numeric) or later.customer_id > :after_id)
        )
    )
order by later.monetary desc, later.customer_id
limit :limit;
