-- One row per job that its worker left in the middle: put back in the queue, or ended.
-- In one statement, so that of several workers that look one takes it up. A job put back gives up its queueing lock:
-- another of its kind may be waiting by now, and both must have their turn.
with left_jobs as (
    update procrastinate_jobs
    set
        status = cast(
            case
                when abort_requested then 'aborted'
                when attempts + 1 < :attempts then 'todo'
                else 'failed'
            end as procrastinate_job_status
        ),
        attempts = attempts + 1,
        abort_requested = false,
        queueing_lock = null
    where
        queue_name = 'pipeline'
        and status = 'doing'
        and id <> all(cast(:at_work as bigint[]))
        and (
            worker_id is null
            or worker_id in (
                select id from procrastinate_workers where last_heartbeat < now() - make_interval(secs => :silence)
            )
        )
    returning id as job_id, status::text as status, attempts
),

told as (
    insert into job_progress (job_id, script, script_number, scripts, problem)
    select
        job_id,
        '',
        0,
        0,
        case status
            when 'todo' then 'its worker died in the middle of it; it is tried again'
            when 'aborted' then 'cancelled; what was published stays as it was'
            else 'its worker died in the middle of it, ' || attempts || ' times; see to the worker, then ask again'
        end
    from left_jobs
    on conflict (job_id) do update set problem = excluded.problem, updated_at = clock_timestamp()
    returning job_id, problem
)

select
    told.job_id,
    left_jobs.status,
    told.problem
from told
inner join left_jobs on told.job_id = left_jobs.job_id
order by told.job_id;
