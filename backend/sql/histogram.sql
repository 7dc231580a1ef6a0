-- One row per bin of a measure: up to 24 bins of equal width between its 1st and 99th percentile;
-- the first and the last bin take what lies beyond.
with measured as (
    select {measure}::double precision as value
    from customer_list
    where run_id = :run_id and {measure} is not null
),

span as (
    select
        percentile_cont(0.01) within group (order by value) as low,
        percentile_cont(0.99) within group (order by value) as high,
        min(value) as smallest,
        max(value) as largest
    from measured
),

binned as (
    select
        case
            when span.high = span.low then 1
            else greatest(1, least(24, width_bucket(measured.value, span.low, span.high, 24)))
        end as bin,
        count(*) as customers
    from measured
    cross join span
    group by bin
)

select
    span.smallest,
    span.largest,
    span.low + (span.high - span.low) * (numbers.bin - 1) / 24.0 as bin_from,
    span.low + (span.high - span.low) * numbers.bin / 24.0 as bin_to,
    coalesce(binned.customers, 0) as customers
from span
cross join generate_series(1, 24) as numbers (bin)
left join binned on numbers.bin = binned.bin
where span.low is not null
order by numbers.bin;
