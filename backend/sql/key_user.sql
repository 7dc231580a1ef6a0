-- One row: the user of an API key that is valid, and the role that the key was made for; none otherwise.
select
    users.user_id,
    users.name,
    users.role,
    keys.name as key_name,
    keys.role as key_role,
    coalesce(keys.last_used_at < clock_timestamp() - interval '1 minute', true) as is_stale
from access.keys
inner join access.users on keys.user_id = users.user_id
where
    keys.key_hash = :token_hash
    and keys.expires_at > clock_timestamp()
    and keys.revoked_at is null
    and users.active
