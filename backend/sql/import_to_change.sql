-- One row: an uploaded file and its jobs, held so that nobody else changes it meanwhile.
select
    name,
    load_job
from imports
where import_id = :import_id
for update;
