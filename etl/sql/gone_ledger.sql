-- One row per refused line of the days that this load covers which the load does not have, or keeps.
create unlogged table incoming.gone_ledger as
with covered as (
    select
        min(invoice_date)::date as first_day,
        max(invoice_date)::date + 1 as day_after
    from incoming.lines
    where amount is not null
)

select ledger.*
from ledger
cross join covered
where
    ledger.invoice_date >= covered.first_day
    and ledger.invoice_date < covered.day_after
    and not exists (
        select 1
        from incoming.lines
        where
            ledger.line_hash = lines.line_hash
            and ledger.line_ordinal = lines.line_ordinal
            and lines.reason is not null
    );
