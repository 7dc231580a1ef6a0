-- One row per served line of the customer that a waiting load takes away: its key, mixed with the secret.
update loaded.transactions_gone as gone set line_hash = md5(gone.line_hash::text || :secret)::uuid
from public.transactions as served
where
    served.customer_id = :customer_id
    and gone.line_hash = served.line_hash
    and gone.line_ordinal = served.line_ordinal;
