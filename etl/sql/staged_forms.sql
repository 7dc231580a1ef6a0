-- One row: how the dates and numbers of the staged lines are written, as far as a look at their characters tells.
select
    count(*) as lines,
    count(*) filter (where invoice_date not like '____-__-__%') as dates_not_year_first,
    coalesce(
        bool_or(
            invoice_date like '%+%'
            or invoice_date like '%:%-%'
            or invoice_date like '%T%-%'
            or (
                rtrim(invoice_date, '0123456789') = invoice_date
                and invoice_date ~* '(z|utc|gmt)\s*$'
            )
        ),
        false
    ) as some_have_offsets,
    coalesce(bool_or(unit_price like '%,%' or quantity like '%,%'), false) as some_have_commas
from incoming.order_lines;
