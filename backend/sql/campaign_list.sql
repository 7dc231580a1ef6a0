-- One row per chosen customer of a campaign, the first one first: what the letter needs, and who is not written to.
select
    campaign_customers.place,
    {customer} as customer_id,
    case when campaign_customers.held_out then 'held out' else 'write' end as campaign_group,
    scores.segment,
    {home} as country,
    scores.recency,
    scores.frequency,
    scores.monetary,
    predictions.purchase_probability,
    predictions.expected_value
from campaign_customers
left join published on true
left join rfm_scores as scores
    on published.run_id = scores.run_id and campaign_customers.customer_id = scores.customer_id
left join predictions
    on published.run_id = predictions.run_id and campaign_customers.customer_id = predictions.customer_id
where
    campaign_customers.campaign_id = :campaign_id
    and campaign_customers.customer_id not in (select erased_customers.pseudonym from erased_customers)
order by campaign_customers.place
