-- One row per session that ends: all of this user's but the one that is kept.
delete from access.sessions
where user_id = :user_id and token_hash is distinct from :kept_hash
returning user_id
