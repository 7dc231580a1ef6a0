-- One row: the user who has this name, role and password from now on; their sessions and API keys from before end.
with put as (
    insert into access.users (name, role, password_hash)
    values (:name, :role, :password_hash)
    on conflict (name) do update
        set
            role = excluded.role, password_hash = excluded.password_hash, active = true
    returning user_id
),

ended as (
    delete from access.sessions
    where user_id in (select put.user_id from put)
),

revoked as (
    update access.keys set revoked_at = clock_timestamp()
    where user_id in (select put.user_id from put) and revoked_at is null
)

select user_id from put
