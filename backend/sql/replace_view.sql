-- One row: the number of the saved view that is replaced here.
update saved_views set
    name = :name,
    search = :search,
    texts = cast(:texts as text[]),
    user_id = cast(:user_id as bigint),
    saved_at = clock_timestamp()
where view_id = :view_id
returning view_id;
