-- One row: whether the run has scored this customer.
select exists(
    select 1
    from rfm_scores
    where run_id = :run_id and customer_id = :customer_id
) as found;
