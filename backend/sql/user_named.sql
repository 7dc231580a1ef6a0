-- One row: the user with this name, none otherwise.
select
    user_id,
    name,
    role,
    active,
    password_hash
from access.users
where name = :name
