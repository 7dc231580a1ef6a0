-- One row per line of this load that is there already, kept or in the ledger; a duplicate refused before is not known
-- when it is to be kept now.
create unlogged table incoming.known_lines as
select lines.ctid as place
from incoming.lines
left join transactions
    on lines.line_hash = transactions.line_hash and lines.line_ordinal = transactions.line_ordinal
left join ledger
    on lines.line_hash = ledger.line_hash and lines.line_ordinal = ledger.line_ordinal and lines.reason is not null
where transactions.line_hash is not null or ledger.line_hash is not null;
