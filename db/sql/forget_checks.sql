-- One row per check of an uploaded file: what it has shown of the file's lines is emptied.
update job_progress set report = null, output = '', updated_at = clock_timestamp()
from procrastinate_jobs as jobs
where
    job_progress.job_id = jobs.id
    and jobs.task_name = 'check'
    and jobs.args -> 'arguments' ->> 0 = :path;
