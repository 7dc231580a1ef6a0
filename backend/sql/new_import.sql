-- One row: the uploaded file that is written down.
insert into imports (import_id, name, kind, bytes)
values (:import_id, :name, :kind, :bytes)
returning import_id;
