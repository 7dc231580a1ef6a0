-- One row per line of this load that is there already: kept before and not refused by itself now, or in the ledger for
-- the same reason.
create unlogged table incoming.known_lines as
select lines.ctid as place
from incoming.lines
left join transactions
    on
        lines.line_hash = transactions.line_hash
        and lines.line_ordinal = transactions.line_ordinal
        and lines.amount is not null
left join ledger
    on
        lines.line_hash = ledger.line_hash
        and lines.line_ordinal = ledger.line_ordinal
        and lines.reason = ledger.reason
where transactions.line_hash is not null or ledger.line_hash is not null;
