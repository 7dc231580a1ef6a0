-- One row: the user who is changed here; what is null stays, and a new password ends the user's API keys.
with revoked as (
    update access.keys set revoked_at = clock_timestamp()
    where user_id = :user_id and revoked_at is null and cast(:password_hash as text) is not null
)

update access.users set
    role = coalesce(:role, role),
    active = coalesce(:active, active),
    password_hash = coalesce(:password_hash, password_hash)
where user_id = :user_id
returning user_id
