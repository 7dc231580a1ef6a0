-- One row: where one customer's probability stands among all (1 is the likeliest), the mean, and the horizon.
with own as (
    select purchase_probability
    from predictions
    where run_id = :run_id and customer_id = :customer_id
),

horizon as (
    select (models.card ->> 'horizon_days')::integer as horizon_days
    from runs
    inner join models on runs.model_id = models.model_id
    where runs.run_id = :run_id
)

select
    count(*) filter (where predictions.purchase_probability > own.purchase_probability) + 1 as probability_rank,
    avg(predictions.purchase_probability) as mean_probability,
    (select horizon.horizon_days from horizon) as horizon_days
from predictions
cross join own
where predictions.run_id = :run_id;
