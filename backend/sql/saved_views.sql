-- One row per saved view, by name, or the one with this number: who saved it, and whether who asks may change it.
select
    saved_views.view_id,
    saved_views.name,
    saved_views.search,
    users.name as saved_by,
    saved_views.saved_at,
    :is_admin or coalesce(saved_views.user_id = cast(:user_id as bigint), false) as may_change
from saved_views
left join access.users on saved_views.user_id = users.user_id
where cast(:view_id as bigint) is null or saved_views.view_id = cast(:view_id as bigint)
order by lower(saved_views.name), saved_views.name;
