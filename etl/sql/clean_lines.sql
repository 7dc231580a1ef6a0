-- One row per staged line: typed, with its identity, and the reason for which it is refused, if any.
create unlogged table incoming.lines as
with charges as (
    select codes.stock_code
    from (select distinct btrim(stock_code) as stock_code from incoming.staged) as codes
    where exists (select 1 from charge_codes where upper(codes.stock_code) like charge_codes.pattern)
),

typed as (
    select
        line_number,
        btrim(invoice_no) as invoice_no,
        btrim(stock_code) as stock_code,
        nullif(btrim(description), '') as description,
        quantity::numeric::bigint as quantity,
        invoice_date::timestamp as invoice_date,
        unit_price::numeric(12, 3) as unit_price,
        nullif(regexp_replace(btrim(customer_id), '^(\d+)\.0+$', '\1'), '') as customer_id,
        nullif(btrim(country), '') as country
    from incoming.staged
),

identified as (
    select
        *,
        md5(
            row(
                invoice_no, stock_code, description, quantity, invoice_date, unit_price, customer_id, country
            )::text
        )::uuid as line_hash
    from typed
),

counted as (
    select
        *,
        row_number() over (partition by line_hash order by line_number) as line_ordinal
    from identified
)

select
    counted.*,
    counted.quantity * counted.unit_price as amount,
    counted.invoice_no ilike 'c%' as is_return,
    charges.stock_code is not null as is_charge,
    case
        when counted.line_ordinal > 1 and not :keep_duplicates then 'exact duplicate'
        when counted.unit_price = 0 then 'price is zero'
        when counted.unit_price < 0 then 'price below zero'
    end as reason
from counted
left join charges on counted.stock_code = charges.stock_code;
