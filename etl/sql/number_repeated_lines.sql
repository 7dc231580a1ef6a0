-- One row per line that stands in its file for the second time or more often: its number among them, and the reason.
update incoming.lines set
    line_ordinal = repeated.line_ordinal,
    reason = case when lines.amount is null or :keep_duplicates then lines.reason else 'exact duplicate' end
from incoming.repeated_lines as repeated
where lines.ctid = repeated.place and repeated.line_ordinal > 1 and not repeated.is_known;
