-- One row per user, by name: all of them, or the one with this number.
select
    user_id,
    name,
    role,
    active,
    created_at,
    signed_in_at
from access.users
where user_id = :user_id or cast(:user_id as bigint) is null
order by name
