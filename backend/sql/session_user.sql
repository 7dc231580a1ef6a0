-- One row: the user of a session that is neither over nor left alone too long; none otherwise.
select
    users.user_id,
    users.name,
    users.role,
    sessions.last_used_at < clock_timestamp() - interval '1 minute' as is_stale
from access.sessions
inner join access.users on sessions.user_id = users.user_id
where
    sessions.token_hash = :token_hash
    and sessions.expires_at > clock_timestamp()
    and sessions.last_used_at > clock_timestamp() - make_interval(hours => :idle_hours)
    and users.active
