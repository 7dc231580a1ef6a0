-- One row or none: the newest load that the served lines hold, and the days that they cover.
select
    (runs.inputs -> 'loads' ->> 0)::bigint as load_id,
    (select min(sales_by_day.day) from sales_by_day) as first_day,
    (select max(sales_by_day.day) from sales_by_day) as last_day
from published
inner join runs on published.run_id = runs.run_id;
