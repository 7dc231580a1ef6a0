-- One row per uploaded file that no job is about to load.
select imports.import_id::text as name
from imports
left join procrastinate_jobs as jobs on imports.load_job = jobs.id
where jobs.status is null or jobs.status not in ('todo', 'doing');
