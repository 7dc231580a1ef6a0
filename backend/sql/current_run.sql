-- One row: the run that is served and the data it stands on.
select
    run_id,
    state,
    as_of,
    shop_name,
    currency,
    sample,
    source,
    lines_in,
    lines_kept,
    ledger,
    orders,
    customers,
    gross_spend,
    net_spend,
    data_from,
    data_to,
    started_at,
    finished_at,
    model_note,
    loads
from runs
where run_id = :run_id;
