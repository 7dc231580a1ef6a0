-- One row: the number of a new run with the scores' facts of an older one, waiting for predictions.
insert into runs (
    state, as_of, scored_at, shop_name, currency, sample, source, lines_in, lines_kept, ledger, loads,
    data_from, data_to, orders, customers, gross_spend, net_spend, inputs, overview, campaign
)
select
    'scored' as state,
    as_of,
    scored_at,
    shop_name,
    currency,
    sample,
    source,
    lines_in,
    lines_kept,
    ledger,
    loads,
    data_from,
    data_to,
    orders,
    customers,
    gross_spend,
    net_spend,
    inputs,
    overview,
    campaign
from runs
where run_id = :run_id
returning run_id;
