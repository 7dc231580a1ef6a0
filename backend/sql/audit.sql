-- One row: the number of the entry that notes who did what.
insert into access.audit (who, what, about, details, address, request_id)
values (:who, :what, :about, cast(:details as jsonb), :address, :request_id)
returning audit_id
