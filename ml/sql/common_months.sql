-- One row per test month of two runs, all customers, next 30 days: the figures of what either had shipped then.
select
    one.cutoff,
    one.roc_auc as roc_auc_one,
    one.pr_auc as pr_auc_one,
    one.base_rate as base_rate_one,
    one.f1 as f1_one,
    one.f1_everybody as f1_everybody_one,
    one.f1_weighted as f1_weighted_one,
    one.brier as brier_one,
    one.log_loss as log_loss_one,
    one.ece as ece_one,
    one.lift_top_decile as lift_top_decile_one,
    other.roc_auc as roc_auc_other,
    other.pr_auc as pr_auc_other,
    other.base_rate as base_rate_other,
    other.f1 as f1_other,
    other.f1_everybody as f1_everybody_other,
    other.f1_weighted as f1_weighted_other,
    other.brier as brier_other,
    other.log_loss as log_loss_other,
    other.ece as ece_other,
    other.lift_top_decile as lift_top_decile_other
from backtest as one
inner join backtest as other
    on
        one.cutoff = other.cutoff
        and one.horizon_days = other.horizon_days
        and one.population = other.population
where
    one.run_id = :one_run
    and other.run_id = :other_run
    and one.chosen
    and other.chosen
    and one.population = 'all'
order by one.cutoff;
