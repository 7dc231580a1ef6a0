-- One row: of the dates not written year first, how large the first and the second number get.
select
    count(*) as dates,
    max(split_part(translate(btrim(invoice_date), '.-', '//'), '/', 1)::integer) as largest_first,
    max(split_part(translate(btrim(invoice_date), '.-', '//'), '/', 2)::integer) as largest_second,
    min(line_number) as first_line,
    min(invoice_date) as example
from incoming.staged
where invoice_date !~ '^\s*\d{4}-';
