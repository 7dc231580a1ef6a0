-- One row: the number of a new campaign of the first :customers customers of a run, of whom :held_out, drawn by lot,
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

ranked as (
    select
        scores.customer_id,
        row_number() over (
            order by
                case :ranking
                    when 'probability' then predictions.purchase_probability
                    when 'past_spend' then scores.monetary
                    else predictions.purchase_probability * scores.monetary
                end desc nulls last,
                scores.customer_id
        ) as place
    from rfm_scores as scores
    left join predictions on predictions.run_id = :run_id and scores.customer_id = predictions.customer_id
    where
        scores.run_id = :run_id
        and scores.customer_id not in (select erased_customers.pseudonym from erased_customers)
),

drawn as (
    select
        customer_id,
        place,
        row_number() over (order by random()) as lot
    from ranked
    where place <= :customers
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
