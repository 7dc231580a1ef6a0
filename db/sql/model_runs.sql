-- One row per run that was published, the newest first: its model, how that came about, and the means of the figures
-- of its rolling backtest (all customers, the procedure as shipped). `is_kept`: its scores and model file are there.
with summaries as (
    select
        models.model_id,
        summary.figures
    from models
    cross join jsonb_array_elements(models.metrics -> 'summary') as summary (figures)
    where summary.figures ->> 'population' = 'all' and summary.figures ->> 'model' = 'shipped'
)

select
    runs.run_id,
    runs.as_of,
    runs.finished_at,
    runs.source,
    runs.data_from,
    runs.data_to,
    runs.customers,
    published.run_id is not null as is_served,
    to_regclass('public.rfm_scores_' || runs.run_id) is not null as is_kept,
    models.model,
    models.origin,
    models.made_by_run,
    models.sha256,
    models.card ->> 'trained_at' as trained_at,
    models.card ->> 'as_of' as trained_as_of,
    coalesce(models.note, runs.model_note) as note,
    cast(summaries.figures ->> 'horizon_days' as integer) as horizon_days,
    cast(summaries.figures ->> 'cutoffs' as integer) as cutoffs,
    cast(summaries.figures #>> '{base_rate,mean}' as double precision) as base_rate,
    cast(summaries.figures #>> '{f1,mean}' as double precision) as f1,
    cast(summaries.figures #>> '{f1_everybody,mean}' as double precision) as f1_everybody,
    cast(summaries.figures #>> '{f1_weighted,mean}' as double precision) as f1_weighted,
    cast(summaries.figures #>> '{roc_auc,mean}' as double precision) as roc_auc,
    cast(summaries.figures #>> '{pr_auc,mean}' as double precision) as pr_auc,
    cast(summaries.figures #>> '{brier,mean}' as double precision) as brier,
    cast(summaries.figures #>> '{log_loss,mean}' as double precision) as log_loss,
    cast(summaries.figures #>> '{ece,mean}' as double precision) as ece,
    cast(summaries.figures #>> '{lift_top_decile,mean}' as double precision) as lift_top_decile
from runs
left join published on runs.run_id = published.run_id
left join models on runs.model_id = models.model_id
left join summaries on models.model_id = summaries.model_id
where runs.state = 'published'
order by runs.run_id desc;
