-- One row per line that stands more than once in this load: which one it is in its file, and whether a file before
-- it had the same. Lines that can be kept and lines refused by themselves are counted apart.
create unlogged table incoming.repeated_lines as
with repeated as (
    select line_hash
    from incoming.lines
    group by line_hash
    having count(*) > 1
),

numbered as (
    select
        lines.ctid as place,
        lines.file_number,
        lines.line_hash,
        lines.amount is null as is_refused,
        row_number() over (
            partition by lines.line_hash, lines.amount is null, lines.file_number order by lines.line_number
        ) as line_ordinal
    from incoming.lines
    inner join repeated on lines.line_hash = repeated.line_hash
)

select
    place,
    line_ordinal,
    row_number() over (partition by line_hash, is_refused, line_ordinal order by file_number) > 1 as is_known
from numbered;
