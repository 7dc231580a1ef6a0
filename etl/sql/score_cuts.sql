-- One row: for each score of each measure the smallest and largest value, so that later runs can use the same cuts.
with by_score as (
    select 'recency' as measure, r_score as score, min(recency)::numeric as low, max(recency)::numeric as high
    from rfm
    group by r_score
    union all
    select 'frequency', f_score, min(frequency), max(frequency)
    from rfm
    group by f_score
    union all
    select 'monetary', m_score, min(monetary), max(monetary)
    from rfm
    group by m_score
)

select
    jsonb_agg(
        jsonb_build_object('measure', measure, 'score', score, 'min', low, 'max', high) order by measure, score
    ) as cuts
from by_score;
