-- One row: an uploaded file and its jobs, held so that nobody else changes it meanwhile.
select
    import_id,
    name,
    check_job,
    load_job
from imports
where import_id = :import_id
for update;
