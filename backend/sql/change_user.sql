-- One row: the user who is changed here; what is null stays.
update access.users set
    role = coalesce(:role, role),
    active = coalesce(:active, active),
    password_hash = coalesce(:password_hash, password_hash)
where user_id = :user_id
returning user_id
