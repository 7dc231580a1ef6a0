-- One row per job, the newest first: what was asked, how it stands, and where its work is.
select
    jobs.id as job_id,
    jobs.task_name as job,
    jobs.status::text as status,
    jobs.args,
    jobs.attempts,
    (
        select count(*)
        from procrastinate_jobs as others
        where
            others.queue_name = jobs.queue_name and others.id < jobs.id
            and others.status in ('todo', 'doing') and jobs.status = 'todo'
    ) as jobs_before,
    progress.script,
    progress.script_number,
    progress.scripts,
    progress.step,
    progress.output,
    progress.problem,
    progress.report,
    progress.started_at,
    progress.updated_at
from procrastinate_jobs as jobs
left join job_progress as progress on jobs.id = progress.job_id
where jobs.queue_name = 'pipeline' and (cast(:job_id as bigint) is null or jobs.id = :job_id)
order by jobs.id desc
limit :limit;
