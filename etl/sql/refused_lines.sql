-- One row per refused line: its place, its reason and what it is known by.
create unlogged table incoming.refused_lines as
select
    file_number,
    line_number,
    reason,
    line_hash,
    line_ordinal,
    invoice_date,
    customer_id
from incoming.lines
where reason is not null;
