-- One row per published run whose scores are still there, the newest first.
select
    runs.run_id,
    runs.as_of,
    runs.finished_at,
    runs.customers,
    runs.source,
    published.run_id is not null as is_served
from runs
left join published on runs.run_id = published.run_id
where runs.state = 'published' and to_regclass('public.rfm_scores_' || runs.run_id) is not null
order by runs.run_id desc;
