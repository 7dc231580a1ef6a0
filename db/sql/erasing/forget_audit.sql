-- One row per act in the log that names the customer: the pseudonym in place of the id, and no details that have it.
update access.audit set
    about = case when about = :customer_id then :pseudonym else about end,
    details = case when details::text ~ cast(:word as text) then '{}' else details end
where about = :customer_id or details::text ~ cast(:word as text);
