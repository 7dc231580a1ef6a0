-- One row per saved view whose name has the customer's id as a word, or which filters by it or by a text that has it.
select
    view_id,
    name,
    search,
    saved_at
from saved_views
where
    name ~* cast(:word as text)
    or exists (
        select 1
        from unnest(saved_views.texts) as texts (value)
        where
            texts.value <> ''
            and (lower(trim(texts.value)) = lower(:customer_id) or texts.value ~* cast(:word as text))
    )
order by view_id;
