-- One row per row of the customer in a table: the pseudonym in place of the id.
update {table} set customer_id = :pseudonym
where customer_id = :customer_id;
