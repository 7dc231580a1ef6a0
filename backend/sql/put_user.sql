-- One row: the user who has this name, role and password from now on; whoever was signed in by that name is no more.
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
)

select user_id from put
