-- One row: whether anybody can sign in yet.
select exists(select 1 from access.users where active) as has_users
