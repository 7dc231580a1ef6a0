-- One row per day with a line: how many lines, and the revenue of product lines after returns.
select
    invoice_date::date as day,
    count(*) as lines,
    cast(coalesce(sum(amount) filter (where not is_charge), 0) as numeric(24, 3)) as revenue
from {lines}
group by invoice_date::date
