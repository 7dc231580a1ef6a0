-- One row: the run's figures for the first page.
with totals as (
    select
        count(*) filter (where scores.frequency > 1) as repeat_customers,
        count(*) filter (where scores.first_order_at >= date_trunc('month', runs.data_to)) as new_customers_this_month,
        sum(predictions.purchase_probability) as expected_buyers
    from runs
    inner join rfm_scores as scores on scores.run_id = :run_id
    left join predictions on predictions.run_id = :run_id and scores.customer_id = predictions.customer_id
    where runs.run_id = :run_id
)

select
    runs.run_id,
    runs.as_of,
    runs.finished_at,
    runs.sample,
    runs.shop_name,
    runs.currency,
    runs.data_from,
    runs.data_to,
    runs.lines_kept,
    runs.customers,
    runs.overview -> 'months' as months,
    (models.card ->> 'horizon_days')::integer as horizon_days,
    totals.repeat_customers,
    totals.repeat_customers / nullif(runs.customers, 0)::double precision as repeat_rate,
    totals.new_customers_this_month,
    totals.expected_buyers
from runs
left join models on runs.model_id = models.model_id
cross join totals
where runs.run_id = :run_id;
