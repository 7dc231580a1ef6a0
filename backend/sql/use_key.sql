-- One row: the user whose key was used just now.
update access.keys set last_used_at = clock_timestamp()
where key_hash = :token_hash
returning user_id
