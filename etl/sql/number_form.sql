-- One row: how many numbers with a comma can only mean a decimal comma, how many only a comma between thousands.
with numbers as (
    select
        order_lines.line_number,
        btrim(one.value) as value
    from incoming.order_lines
    cross join lateral (values (order_lines.quantity), (order_lines.unit_price)) as one (value)
    where one.value ~ '^\s*[-+]?[\d.,\s]*\d\s*$'
),

told as (
    select
        line_number,
        value,
        value like '%,%'
        and (
            value ~ ',(\d{1,2}|\d{4,})$' or value ~ '^[-+]?(0|\d{4,}),' or value ~ '\.\d{3},'
        ) as decimal_comma,
        (value like '%,%.%' or value ~ '(,\d{3}){2}') and value !~ ',\d*\..*,' as thousands_comma,
        value like '%.%' and value not like '%,%' and value !~ '^[-+]?\d{1,3}(\.\d{3})+$' as decimal_point
    from numbers
)

select
    count(*) filter (where decimal_comma) as decimal_commas,
    count(*) filter (where thousands_comma or decimal_point) as decimal_points,
    min(line_number) filter (where value like '%,%') as first_line,
    (array_agg(value order by line_number) filter (where value like '%,%'))[1] as example
from told;
