-- One row per kept line of the days that this load covers which the load does not have.
create unlogged table incoming.gone_lines as
with covered as (
    select
        min(invoice_date)::date as first_day,
        max(invoice_date)::date + 1 as day_after
    from incoming.lines
    where amount is not null
)

select transactions.*
from transactions
cross join covered
where
    transactions.invoice_date >= covered.first_day
    and transactions.invoice_date < covered.day_after
    and not exists (
        select 1
        from incoming.lines
        where transactions.line_hash = lines.line_hash and transactions.line_ordinal = lines.line_ordinal
    );
