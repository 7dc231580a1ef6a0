-- One row: of the dates not written year first, how large the first and the second number get, and whether the first of
-- them may be a year of two digits, as in 11-01-03.
with numbers as (
    select
        line_number,
        invoice_date,
        regexp_match(invoice_date, '^\s*(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)') as parts
    from incoming.order_lines
)

select
    count(*) as dates,
    max(parts[1]::integer) as largest_first,
    max(parts[3]::integer) as largest_second,
    bool_or(parts[2] = '-' and length(parts[4]) = 2) as first_may_be_year,
    min(line_number) as first_line,
    (array_agg(invoice_date order by line_number))[1] as example
from numbers
where parts is not null;
