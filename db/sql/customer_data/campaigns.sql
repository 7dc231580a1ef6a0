-- One row per campaign for which the customer was chosen, and whether they were held out of it.
select
    campaigns.name,
    campaigns.created_at,
    campaigns.starts_on,
    chosen.customer_id,
    chosen.place,
    chosen.held_out
from campaign_customers as chosen
inner join campaigns on chosen.campaign_id = campaigns.campaign_id
where chosen.customer_id = :customer_id
order by campaigns.campaign_id;
