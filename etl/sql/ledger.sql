-- One row per order line refused, with the reason and the line as it stood in the file; an erased customer's lines have
-- no text.
select
    cast(:load_id as bigint) as load_id,
    coalesce(raw_lines.physical_line, refused.line_number) as line_number,
    refused.reason,
    case when erased.pseudonym is null then coalesce(raw_lines.raw, '') else '' end as raw,
    refused.file_number,
    refused.line_hash,
    refused.line_ordinal,
    refused.invoice_date,
    refused.customer_id
from incoming.refused_lines as refused
left join incoming.raw_lines
    on refused.file_number = raw_lines.file_number and refused.line_number = raw_lines.line_number
left join erased_customers as erased on refused.customer_id = erased.pseudonym
