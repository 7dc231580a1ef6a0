-- One row per customer at one cutoff, with the scores of that moment.
-- A full join, as both sides must know the same customers; it is also never done by a loop in a loop.
with features as (
    {features}
),

scores as (
    {scores}
)

select
    features.customer_id,
    cast(features.orders as double precision),
    cast(scores.typical_gap_days as double precision),
    cast(scores.r_score as double precision),
    cast(scores.f_score as double precision),
    cast(scores.m_score as double precision),
    cast(features.recency as double precision),
    cast(features.order_days as double precision),
    cast(features.tenure as double precision),
    cast(features.order_rate as double precision),
    cast(features.mean_gap as double precision),
    cast(features.recency_over_gap as double precision),
    cast(features.overdue as double precision),
    cast(features.second_last as double precision),
    cast(features.order_days_30 as double precision),
    cast(features.order_days_90 as double precision),
    cast(features.order_days_180 as double precision),
    cast(features.order_days_365 as double precision),
    cast(features.active_share_6 as double precision),
    cast(features.active_share_12 as double precision),
    cast(features.spend_90 as double precision),
    cast(features.monetary as double precision),
    cast(features.average_order_value as double precision),
    cast(features.products_per_order as double precision),
    cast(features.returns_per_order as double precision),
    cast(features.home_country as double precision)
from features
full join scores on features.customer_id = scores.customer_id
order by features.customer_id;
