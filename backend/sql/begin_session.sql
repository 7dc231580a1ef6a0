-- One row: when the session that begins here is over.
insert into access.sessions (token_hash, user_id, expires_at)
select
    :token_hash,
    users.user_id,
    clock_timestamp() + make_interval(days => :days)
from access.users
where users.user_id = :user_id and users.active
returning expires_at
