-- Whoever listens on the channel served_run hears at once that another run is served, or that its history is there.

create function tell_run_changed() returns trigger
language plpgsql
as $$
begin
    perform pg_notify('served_run', '');
    return null;
end
$$;

create trigger run_changed
after insert or update or delete or truncate on published
for each statement execute function tell_run_changed();

create trigger run_changed
after insert or update or delete or truncate on history_build
for each statement execute function tell_run_changed();
