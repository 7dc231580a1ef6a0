-- One row per refused line of the customer, as it stood in its file.
select
    ledger.reason,
    ledger.line_number,
    ledger.raw,
    ledger.customer_id,
    loads.source
from ledger
left join loads on ledger.load_id = loads.load_id
where ledger.customer_id = :customer_id
order by ledger.load_id, ledger.file_number, ledger.line_number;
