-- One row per refused line of the customer: its text is emptied, its key mixed with the secret. Of lines refused before
-- the table knew whose they are, the text that has the id as a word.
update {table} set
    raw = '',
    line_hash = case when customer_id is null then line_hash else md5(line_hash::text || :secret)::uuid end
where
    customer_id = :customer_id
    or (customer_id is null and raw ~ cast(:word as text));
