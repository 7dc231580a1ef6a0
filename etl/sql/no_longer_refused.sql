-- One row per line refused before, as a duplicate, that this load keeps.
create unlogged table incoming.gone_ledger as
select ledger.*
from ledger
inner join incoming.lines on ledger.line_hash = lines.line_hash and ledger.line_ordinal = lines.line_ordinal
where lines.reason is null;
