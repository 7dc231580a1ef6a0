-- One row per uploaded file, the newest first: what it is, and how its check and its load stand.
select
    imports.import_id,
    imports.name,
    imports.kind,
    imports.bytes,
    imports.uploaded_at,
    imports.reading as options,
    imports.check_job,
    imports.load_job,
    checks.status::text as check_status,
    loads.status::text as load_status,
    (progress.report -> 'result' ->> 'load_id')::bigint as load_id
from imports
left join procrastinate_jobs as checks on imports.check_job = checks.id
left join procrastinate_jobs as loads on imports.load_job = loads.id
left join job_progress as progress on imports.load_job = progress.job_id
where imports.import_id = coalesce(:import_id, imports.import_id)
order by imports.uploaded_at desc, imports.import_id
limit :limit;
