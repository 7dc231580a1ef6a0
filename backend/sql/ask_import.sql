-- One row: an uploaded file whose newest job is named, with the options of it.
update imports set
    reading = cast(:options as jsonb),
    check_job = coalesce(:check_job, check_job),
    load_job = coalesce(:load_job, load_job)
where import_id = :import_id
returning import_id;
