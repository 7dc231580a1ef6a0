-- One row: of the dates not written year first, how large the first and the second number get.
with numbers as (
    select
        line_number,
        invoice_date,
        string_to_array(translate(split_part(btrim(invoice_date), ' ', 1), '.-', '//'), '/') as parts
    from incoming.order_lines
    where invoice_date ~ '^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}'
)

select
    count(*) as dates,
    max(parts[1]::integer) as largest_first,
    max(parts[2]::integer) as largest_second,
    min(line_number) as first_line,
    (array_agg(invoice_date order by line_number))[1] as example
from numbers;
