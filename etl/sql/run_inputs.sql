-- One row: everything that a run's scores depend on besides this code; equal inputs give equal scores.
with grid as (
    select jsonb_agg(jsonb_build_array(r_score, fm_score, segment) order by r_score, fm_score) as rules
    from segment_rules
),

newest_load as (
    select jsonb_build_array(max(load_id)) as loads
    from loads
    where changed_from is not null
)

select
    jsonb_build_object(
        'loads', newest_load.loads,
        'rules', grid.rules,
        'new_customer_rule', jsonb_build_array(new_customer_rule.segment, new_customer_rule.max_recency)
    ) as inputs
from grid
cross join newest_load
cross join new_customer_rule;
