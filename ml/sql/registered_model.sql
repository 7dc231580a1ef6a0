-- One row or none: the model with which a run is scored, as it was registered.
select
    models.run_id,
    models.made_by_run,
    models.model,
    models.path,
    models.sha256,
    models.size_bytes,
    models.card,
    models.metrics
from runs
inner join models on runs.model_id = models.model_id
where runs.run_id = :run_id;
