create table saved_views (
    view_id bigint generated always as identity primary key,
    name text not null unique check (char_length(name) between 1 and 60),
    search text not null check (char_length(search) <= 2000),
    texts text[] not null,
    user_id bigint references access.users on delete set null,
    saved_at timestamptz not null default clock_timestamp()
);

comment on table saved_views is
'One row per view of the customer list that somebody saved; everybody who may see the list has them all.';
comment on column saved_views.view_id is 'Its number.';
comment on column saved_views.name is 'What it is called, 1 to 60 characters.';
comment on column saved_views.search is
'Filters, order and columns as the query part of the list''s address, percent-encoded.';
comment on column saved_views.texts is
'The texts that search filters by, decoded: where the id of a customer who is erased is looked for.';
comment on column saved_views.user_id is 'Who saved it last; null where nobody signs in.';
comment on column saved_views.saved_at is 'When it was saved last.';
