-- One row: the user who has just signed in; their sessions that are over are taken away.
with gone as (
    delete from access.sessions
    where user_id = :user_id and expires_at <= clock_timestamp()
)

update access.users set signed_in_at = clock_timestamp()
where user_id = :user_id
returning user_id
