-- One row per reason: how many lines were left out for it.
select
    ledger.reason,
    count(*) as lines
from ledger
where ledger.load_id = coalesce(:load_id, ledger.load_id)
group by ledger.reason
order by lines desc, ledger.reason;
