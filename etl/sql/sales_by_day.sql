-- One row per day with a line: how many lines, and the revenue of product lines after returns.
select
    invoice_date::date as day,
    count(*) as lines,
    (coalesce(sum(amount) filter (where not is_charge), 0))::numeric(24, 3) as revenue
from {lines}
group by invoice_date::date
