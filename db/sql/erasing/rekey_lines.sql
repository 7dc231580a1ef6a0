-- One row per order line of the customer: its key, mixed with the secret.
update {table} set line_hash = md5(line_hash::text || :secret)::uuid
where customer_id = :customer_id;
