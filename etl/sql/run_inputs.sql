-- One row: everything that a run's scores depend on besides this code; equal inputs give equal scores.
select jsonb_build_object(
    'loads', (select jsonb_agg(load_id order by load_id) from (select max(load_id) as load_id from loads) as newest),
    'rules', (select jsonb_agg(jsonb_build_array(r_score, fm_score, segment) order by r_score, fm_score)
        from segment_rules),
    'new_customer_rule', (select jsonb_build_array(segment, max_recency) from new_customer_rule)
) as inputs;
