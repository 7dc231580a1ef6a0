-- One row: by which ranking customers are written to, over how many days, and how wide the interval of a month is.
select
    campaign ->> 'ranking' as ranking,
    (campaign ->> 'horizon_days')::integer as horizon_days,
    (campaign ->> 'interval_factor')::double precision as interval_factor,
    (campaign ->> 'interval_factor_before')::double precision as interval_factor_before,
    model_note
from runs
where run_id = :run_id;
