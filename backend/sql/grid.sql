-- One row per cell of the R by FM grid: the customers in it whose segment comes from the grid.
with filled as (
    select
        cells.r_score,
        cells.fm_score,
        sum(cells.customers) as customers,
        sum(cells.monetary) as monetary
    from list_cells as cells
    cross join new_customer_rule
    where
        cells.run_id = :run_id
        and not (cells.one_order and cells.segment = new_customer_rule.segment)
    group by cells.r_score, cells.fm_score
)

select
    segment_rules.r_score as r,
    segment_rules.fm_score as fm,
    coalesce(filled.customers, 0)::bigint as customers,
    coalesce(filled.monetary, 0) as monetary,
    segment_rules.segment
from segment_rules
left join filled on segment_rules.r_score = filled.r_score and segment_rules.fm_score = filled.fm_score
order by segment_rules.r_score desc, segment_rules.fm_score;
