-- One row per line of an erased customer: the pseudonym in place of the id, the key mixed as when they were erased.
update incoming.lines set
    customer_id = erased.pseudonym,
    line_hash = md5(lines.line_hash::text || erased.secret)::uuid
from incoming.erased as erased
where lines.customer_id = erased.customer_id;
