-- One row per invoice that this load has again and tells otherwise: of its known lines some are missing, though others
-- are there, or a stock code stands with another content, or is refused, as when the order was cancelled since.
with in_file as (
    select
        invoice_no,
        line_hash,
        line_ordinal,
        stock_code,
        amount
    from incoming.lines
),

invoices as (
    select distinct invoice_no
    from in_file
),

known as (
    select
        transactions.invoice_no,
        transactions.stock_code,
        in_file.line_hash is not null as is_there
    from invoices
    inner join transactions on invoices.invoice_no = transactions.invoice_no
    left join in_file
        on
            transactions.line_hash = in_file.line_hash
            and transactions.line_ordinal = in_file.line_ordinal
            and in_file.amount is not null
),

missing as (
    select
        known.invoice_no,
        bool_or(known.is_there) as others_are_there,
        array_agg(distinct known.stock_code order by known.stock_code) filter (where not known.is_there) as stock_codes
    from known
    group by known.invoice_no
    having bool_or(not known.is_there)
)

select
    missing.invoice_no,
    missing.stock_codes,
    count(*) over () as invoices
from missing
where
    missing.others_are_there
    or exists (
        select 1
        from in_file
        where missing.invoice_no = in_file.invoice_no and in_file.stock_code = any(missing.stock_codes)
    )
order by missing.invoice_no
limit 3;
