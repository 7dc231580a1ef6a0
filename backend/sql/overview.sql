-- One row: the run's figures for the first page.
with totals as (
    select
        coalesce(sum(customers) filter (where not one_order), 0)::bigint as repeat_customers,
        sum(expected_buyers) as expected_buyers
    from list_cells
    where run_id = :run_id
),

-- Who is erased is not in the list, and counts here.
first_orders as (
    select first_order_at
    from customer_list
    where run_id = :run_id
    union all
    select scores.first_order_at
    from erased_customers as erased
    inner join rfm_scores as scores on erased.pseudonym = scores.customer_id
    where scores.run_id = :run_id
),

this_month as (
    select count(*) as new_customers
    from first_orders
    inner join runs on runs.run_id = :run_id
    where first_orders.first_order_at >= date_trunc('month', runs.data_to)
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
    this_month.new_customers as new_customers_this_month,
    totals.expected_buyers
from runs
left join models on runs.model_id = models.model_id
cross join totals
cross join this_month
where runs.run_id = :run_id;
