-- One row: how many lines of a file have a value that can't be read, and the first of them.
select
    count(*) as lines,
    min(line_number) as first_line,
    (array_agg(reason order by line_number))[1] as reason
from incoming.lines
where file_number = :file_number and reason = any(:reasons);
