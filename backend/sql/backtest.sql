-- One row per cutoff, horizon, population and model or rule of the served run's backtest.
select
    cutoff,
    horizon_days,
    population,
    model,
    chosen,
    n,
    base_rate,
    threshold,
    accuracy,
    precision,
    recall,
    f1,
    f1_weighted,
    roc_auc,
    pr_auc,
    brier,
    ece,
    lift_top_decile,
    f1_everybody,
    f1_weighted_everybody,
    f1_weighted_nobody,
    f1_recency_rule,
    f1_macro,
    gain_top_decile,
    log_loss,
    season,
    intervals
from backtest
where run_id = :run_id
order by population, horizon_days, cutoff, model;
