-- One row: the moments of the first and the last line, looked for on their days alone.
select
    (
        select min(transactions.invoice_date)
        from transactions
        where transactions.invoice_date < cast(:first_day as date) + 1
    ) as data_from,
    (
        select max(transactions.invoice_date)
        from transactions
        where transactions.invoice_date >= cast(:last_day as date)
    ) as data_to;
