-- One row per order line refused, with the reason and its fields as they stood in the file.
insert into incoming.ledger (load_id, line_number, reason, raw)
select
    :load_id,
    lines.line_number,
    lines.reason,
    to_jsonb(staged) - 'line_number'
from incoming.lines
inner join incoming.staged on lines.line_number = staged.line_number
where lines.reason is not null;
