-- One row per line that stands in its file for the second time or more often: its number among them, and the reason.
-- In a log of purchases it is another purchase.
update incoming.lines set
    line_ordinal = repeated.line_ordinal,
    invoice_no = case
        when lines.file_number = any(:logs) then lines.invoice_no || '-' || repeated.line_ordinal
        else lines.invoice_no
    end,
    reason = case
        when lines.amount is null or :keep_duplicates or lines.file_number = any(:logs) then lines.reason
        else 'exact duplicate'
    end
from incoming.repeated_lines as repeated
where lines.ctid = repeated.place and repeated.line_ordinal > 1 and not repeated.is_known;
