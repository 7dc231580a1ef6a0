-- One row: the served run's model with its figures, or the reason why there is none.
select
    runs.model_note as note,
    models.model,
    models.metrics,
    models.card,
    models.sha256,
    models.origin,
    models.made_by_run,
    models.note as choice_note,
    models.comparisons
from runs
left join models on runs.model_id = models.model_id
where runs.run_id = :run_id;
