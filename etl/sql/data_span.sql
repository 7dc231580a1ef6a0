-- One row: the first and the last kept line, and midnight after the last one's day.
select
    min(invoice_date) as data_from,
    max(invoice_date) as data_to,
    max(invoice_date)::date + interval '1 day' as next_midnight
from transactions;
