-- One row per kept line of the days that this load covers which the load does not have, or refuses.
create unlogged table incoming.gone_lines as
select transactions.*
from transactions
cross join incoming.covered_days as covered
where
    transactions.invoice_date >= covered.first_day
    and transactions.invoice_date < covered.day_after
    and not exists (
        select 1
        from incoming.lines
        where
            transactions.line_hash = lines.line_hash
            and transactions.line_ordinal = lines.line_ordinal
            and lines.amount is not null
    );
