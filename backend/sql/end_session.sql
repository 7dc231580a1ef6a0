-- One row per session that ends: the one with this token.
delete from access.sessions
where token_hash = :token_hash
returning user_id
