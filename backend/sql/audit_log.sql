-- One row per act in the log, the newest first.
select
    audit_id,
    happened_at,
    who,
    what,
    about,
    details,
    address,
    request_id
from access.audit
where audit_id < :before or cast(:before as bigint) is null
order by audit_id desc
limit :limit
