-- One row: the API key that is made here.
insert into access.keys (user_id, name, role, key_hash, expires_at)
values (:user_id, :name, :role, :token_hash, clock_timestamp() + make_interval(days => :days))
returning key_id, name, role, expires_at
