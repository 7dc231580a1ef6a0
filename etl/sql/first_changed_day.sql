-- One row: the first day of which this load changes something: the day of a line, or that of the order it belongs to.
with touched_invoices as (
    select invoice_no
    from incoming.lines
    union
    select invoice_no
    from incoming.gone_lines
),

days as (
    select day
    from incoming.touched_days
    union all
    select orders.ordered_at::date
    from incoming.orders
    inner join touched_invoices on orders.invoice_no = touched_invoices.invoice_no
)

select min(day) as first_day
from days;
