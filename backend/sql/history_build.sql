-- One row or none: from what cohorts and products were worked out, and whether that is what :run_id stands on.
select
    history_build.built_at,
    history_build.orders,
    history_build.orders_looked_at,
    nullif(history_build.note, '') as note,
    history_build.load_id = (runs.inputs -> 'loads' ->> 0)::bigint as of_this_run
from history_build
inner join runs on runs.run_id = :run_id;
