-- One row or none: the newest run that is still kept, of this number or as of this day.
select
    run_id,
    as_of,
    currency
from runs
where
    state = 'published'
    and (cast(:run_id as bigint) is null or run_id = :run_id)
    and (cast(:as_of as date) is null or as_of::date = :as_of)
    and to_regclass('public.rfm_scores_' || run_id) is not null
order by run_id desc
limit 1;
