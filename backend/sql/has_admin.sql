-- One row: whether an admin is left; two who are taken away at the same time wait for each other here.
with admins as (
    select user_id
    from access.users
    where role = 'admin' and active
    order by user_id
    for update
)

select exists(select 1 from admins) as has_admin
