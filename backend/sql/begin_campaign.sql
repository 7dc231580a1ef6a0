-- One row: the number of a new campaign of the first customers of a run, of whom :held_out, drawn by lot,
-- are not written to.
with begun as (
    insert into campaigns (
        name, run_id, ranking, starts_on, horizon_days, margin, cost, effect, promised_profit, promised_low,
        promised_high
    )
    values (
        :name, :run_id, :ranking, :starts_on, :horizon_days, :margin, :cost, :effect, :promised_profit, :promised_low,
        :promised_high
    )
    returning campaign_id
),

ranked as ({ranked}),

drawn as (
    select
        customer_id,
        row_number() over (order by rank_value desc nulls last, customer_id) as place,
        row_number() over (order by random()) as lot
    from ranked
),

chosen as (
    insert into campaign_customers (campaign_id, customer_id, place, held_out)
    select
        begun.campaign_id,
        drawn.customer_id,
        drawn.place,
        drawn.lot <= :held_out
    from drawn
    cross join begun
    returning campaign_id
)

select begun.campaign_id
from begun;
