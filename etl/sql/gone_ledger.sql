-- One row per refused line of the days that this load covers which the load lacks, keeps, or refuses for another
-- reason. One without a date is of the days of the load that brought it, as far as its lines are there.
create unlogged table incoming.gone_ledger as
with undated as (
    select distinct load_id
    from ledger
    where invoice_date is null
),

days_of_loads as (
    select
        transactions.load_id,
        min(transactions.invoice_date) as first_time,
        max(transactions.invoice_date) as last_time
    from undated
    inner join transactions on undated.load_id = transactions.load_id
    group by transactions.load_id
)

select ledger.*
from ledger
cross join incoming.covered_days as covered
left join days_of_loads on ledger.load_id = days_of_loads.load_id and ledger.invoice_date is null
where
    coalesce(ledger.invoice_date, days_of_loads.first_time) >= covered.first_day
    and coalesce(ledger.invoice_date, days_of_loads.last_time) < covered.day_after
    and not exists (
        select 1
        from incoming.lines
        where
            ledger.line_hash = lines.line_hash
            and ledger.line_ordinal = lines.line_ordinal
            and ledger.reason = lines.reason
    );
