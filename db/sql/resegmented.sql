-- One row per customer of a run: the scores as they are, the run's segment, and the segment by the rules given.
with segment_rules as (
    select
        (listed.rule ->> 0)::integer as r_score,
        (listed.rule ->> 1)::integer as fm_score,
        listed.rule ->> 2 as segment
    from jsonb_array_elements(cast(:rules as jsonb)) as listed (rule)
),

new_customer_rule as (
    select
        cast(:new_customer_rule as jsonb) ->> 0 as segment,
        (cast(:new_customer_rule as jsonb) ->> 1)::integer as max_recency
),

rfm as (
    select
        customer_id,
        country,
        segment as segment_before,
        recency,
        frequency,
        monetary,
        r_score,
        f_score,
        m_score,
        fm_score,
        first_order_at,
        last_order_at,
        average_order_value,
        typical_gap_days
    from {run_scores}
)

select resegmented.*
from ({segmented}) as resegmented
