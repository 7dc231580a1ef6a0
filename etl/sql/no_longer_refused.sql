-- One row per line refused before that this load keeps, or refuses for another reason: its order was paid since, or
-- repeated lines are to be kept.
create unlogged table incoming.gone_ledger as
select ledger.*
from ledger
where
    exists (
        select 1
        from incoming.lines
        where ledger.line_hash = lines.line_hash and ledger.line_ordinal = lines.line_ordinal
    )
    and not exists (
        select 1
        from incoming.lines
        where
            ledger.line_hash = lines.line_hash
            and ledger.line_ordinal = lines.line_ordinal
            and ledger.reason = lines.reason
    );
