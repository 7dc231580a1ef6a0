-- One row per month end that still holds: made in this way, and nothing before it has changed since.
select month_ends.as_of
from month_ends
where
    month_ends.made_by = :made_by
    and not exists (
        select 1
        from loads
        where
            loads.load_id > month_ends.load_id
            and loads.load_id <= :load_id
            and loads.changed_from is not null
            and (loads.mode = 'replace-all' or loads.changed_from < month_ends.as_of)
    )
order by month_ends.as_of;
