-- One row per saved view that names the customer: it is deleted.
delete from saved_views
where view_id in (select named.view_id from ({named}) as named);
