-- One row: the number of a new saved view; none where there are as many as are kept.
insert into saved_views (name, search, texts, user_id)
select
    cast(:name as text),
    cast(:search as text),
    cast(:texts as text[]),
    cast(:user_id as bigint)
where (select count(*) from saved_views) < :most
returning view_id;
