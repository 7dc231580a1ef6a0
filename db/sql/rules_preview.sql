-- One row per segment of a run and segment by the rules given: the customers, and their net spend.
select
    segment_before as from_segment,
    segment as to_segment,
    count(*) as customers,
    sum(monetary) as monetary
from ({resegmented}) as resegmented
group by segment_before, segment
order by customers desc, from_segment, to_segment;
