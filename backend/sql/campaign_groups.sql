-- One row per group of a campaign, written to or held out: orders and net spend of its customers in its window.
with window_days as (
    select
        campaign_id,
        starts_on,
        starts_on + horizon_days as ends_before
    from campaigns
    where campaign_id = :campaign_id
),

spent as (
    select
        campaign_customers.held_out,
        campaign_customers.customer_id,
        coalesce(bool_or(orders.is_order), false) as ordered,
        coalesce(sum(orders.net), 0)::double precision as spend
    from window_days
    inner join campaign_customers on window_days.campaign_id = campaign_customers.campaign_id
    left join orders
        on
            campaign_customers.customer_id = orders.customer_id
            and window_days.starts_on <= orders.ordered_at
            and window_days.ends_before > orders.ordered_at
    group by campaign_customers.held_out, campaign_customers.customer_id
)

select
    held_out,
    count(*) as customers,
    count(*) filter (where ordered) as buyers,
    sum(spend) as spend,
    coalesce(var_samp(spend), 0) as spend_variance
from spent
group by held_out;
