-- One row: how many lines this load refuses, by reason.
select coalesce(jsonb_object_agg(by_reason.reason, by_reason.lines), '{}') as ledger
from (select reason, count(*) as lines from incoming.refused_lines group by reason) as by_reason;
