-- One row per cell of a run's R by FM grid: the customers in it whose segment comes from the grid.
with rules as (
    select
        (listed.rule ->> 0)::integer as r,
        (listed.rule ->> 1)::integer as fm,
        listed.rule ->> 2 as segment
    from runs
    cross join jsonb_array_elements(runs.inputs -> 'rules') as listed (rule)
    where runs.run_id = :run_id
),

filled as (
    select
        cells.r_score,
        cells.fm_score,
        sum(cells.customers) as customers,
        sum(cells.monetary) as monetary
    from list_cells as cells
    inner join runs on cells.run_id = runs.run_id
    where
        cells.run_id = :run_id
        and not (cells.one_order and cells.segment is not distinct from runs.inputs #>> '{new_customer_rule,0}')
    group by cells.r_score, cells.fm_score
)

select
    rules.r,
    rules.fm,
    coalesce(filled.customers, 0)::bigint as customers,
    coalesce(filled.monetary, 0) as monetary,
    rules.segment
from rules
left join filled on rules.r = filled.r_score and rules.fm = filled.fm_score
order by rules.r desc, rules.fm;
