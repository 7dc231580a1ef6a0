-- One row per line that was left out, in the order of loads, files and lines, from the one after the cursor on.
select
    ledger.load_id,
    loads.source,
    ledger.file_number,
    ledger.line_number,
    ledger.reason,
    ledger.raw
from ledger
inner join loads on ledger.load_id = loads.load_id
where
    (ledger.load_id, ledger.file_number, ledger.line_number) > (:after_load, :after_file, :after_line)
    and ledger.reason = coalesce(:reason, ledger.reason)
    and ledger.load_id = coalesce(:load_id, ledger.load_id)
order by ledger.load_id, ledger.file_number, ledger.line_number
limit :limit;
