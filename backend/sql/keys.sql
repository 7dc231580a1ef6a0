-- One row per API key of this user, or of everybody for an admin; the newest first.
select
    keys.key_id,
    users.name as user_name,
    keys.name,
    keys.role,
    keys.created_at,
    keys.expires_at,
    keys.last_used_at,
    keys.revoked_at
from access.keys
inner join access.users on keys.user_id = users.user_id
where keys.user_id = :user_id or :is_admin
order by keys.key_id desc
