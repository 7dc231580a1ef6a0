-- One row: the days that this load tells of, from the first to the last date of its lines, kept or refused.
create unlogged table incoming.covered_days as
select
    min(invoice_date)::date as first_day,
    max(invoice_date)::date + 1 as day_after
from incoming.lines;
