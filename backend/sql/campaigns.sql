-- One row per campaign, the newest first: its terms, its promise, and whether the data cover its window by now.
select
    campaigns.campaign_id,
    campaigns.name,
    campaigns.run_id,
    campaigns.ranking,
    campaigns.starts_on,
    campaigns.horizon_days,
    campaigns.starts_on + campaigns.horizon_days as ends_before,
    campaigns.margin,
    campaigns.cost,
    campaigns.effect,
    campaigns.promised_profit,
    campaigns.promised_low,
    campaigns.promised_high,
    campaigns.created_at,
    count(*) filter (where not campaign_customers.held_out) as letters,
    count(*) filter (where campaign_customers.held_out) as held_out,
    coalesce(
        (select max(sales_by_day.day) from sales_by_day) >= campaigns.starts_on + campaigns.horizon_days - 1, false
    ) as is_over
from campaigns
inner join campaign_customers on campaigns.campaign_id = campaign_customers.campaign_id
where campaigns.campaign_id = coalesce(:campaign_id, campaigns.campaign_id)
group by campaigns.campaign_id
order by campaigns.campaign_id desc;
