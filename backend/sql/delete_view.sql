-- One row: the number of the saved view that is deleted.
delete from saved_views
where view_id = :view_id
returning view_id;
