-- One row per segment of one run, as when this table was made: median spend, and median expected value.
select
    run_id,
    segment,
    percentile_cont(0.5) within group (order by monetary) as median_monetary,
    percentile_cont(0.5) within group (order by expected_value) as median_expected_value
from {list}
group by run_id, segment
