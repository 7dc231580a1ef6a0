-- One row per cell of the R by FM grid: the customers in it whose segment comes from the grid.
with filled as (
    select
        scores.r_score,
        scores.fm_score,
        count(*) as customers,
        sum(scores.monetary) as monetary
    from rfm_scores as scores
    cross join new_customer_rule
    where
        scores.run_id = :run_id
        and not (scores.frequency = 1 and scores.segment = new_customer_rule.segment)
    group by scores.r_score, scores.fm_score
)

select
    segment_rules.r_score as r,
    segment_rules.fm_score as fm,
    coalesce(filled.customers, 0) as customers,
    coalesce(filled.monetary, 0) as monetary,
    segment_rules.segment
from segment_rules
left join filled on segment_rules.r_score = filled.r_score and segment_rules.fm_score = filled.fm_score
order by segment_rules.r_score desc, segment_rules.fm_score;
