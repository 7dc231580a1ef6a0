-- One row: the user who is made here.
insert into access.users (name, role, password_hash)
values (:name, :role, :password_hash)
returning user_id
