-- One row: the user whose session was used just now.
update access.sessions set last_used_at = clock_timestamp()
where token_hash = :token_hash
returning user_id
