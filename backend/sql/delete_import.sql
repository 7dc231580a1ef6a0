-- One row: the uploaded file that is forgotten.
delete from imports where import_id = :import_id
returning import_id;
