-- One row: the API key that is revoked here; none where there is no valid one that the user may end.
update access.keys set revoked_at = clock_timestamp()
where
    key_id = :key_id
    and revoked_at is null
    and (user_id = :user_id or :is_admin)
returning name
