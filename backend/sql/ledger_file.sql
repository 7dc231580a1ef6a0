-- One row per line that was left out: the same as a file, its texts safe for a spreadsheet.
select
    ledger.load_id,
    {source} as source,
    ledger.file_number,
    {file} as file,
    ledger.line_number,
    ledger.reason,
    {raw} as raw
from ledger
inner join loads on ledger.load_id = loads.load_id
left join load_files on ledger.load_id = load_files.load_id and ledger.file_number = load_files.file_number
where
    ledger.reason = coalesce(:reason, ledger.reason)
    and ledger.load_id = coalesce(:load_id, ledger.load_id)
order by ledger.load_id, ledger.file_number, ledger.line_number
