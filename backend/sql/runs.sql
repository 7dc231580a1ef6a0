-- One row per published run, the newest first. `is_kept`: its scores are there still, so it can be served again.
select
    runs.run_id,
    runs.as_of,
    runs.finished_at,
    runs.source,
    runs.sample,
    runs.lines_in,
    runs.lines_kept,
    runs.orders,
    runs.customers,
    published.run_id is not null as is_served,
    to_regclass('public.rfm_scores_' || runs.run_id) is not null as is_kept
from runs
left join published on runs.run_id = published.run_id
where runs.state = 'published' and runs.run_id = coalesce(:run_id, runs.run_id)
order by runs.run_id desc
limit :limit;
