-- One row per kept line, after this load, of the customers whom it touches. Asked before the change, when a customer's
-- lines are still found by the index.
create unlogged table incoming.touched_lines as
with before as (
    select transactions.*
    from incoming.touched_customers as touched
    inner join transactions on touched.customer_id = transactions.customer_id
)

select before.*
from before
where
    not exists (
        select 1
        from incoming.gone_lines as gone
        where before.line_hash = gone.line_hash and before.line_ordinal = gone.line_ordinal
    )
union all
select
    line_hash,
    line_ordinal,
    load_id,
    invoice_no,
    stock_code,
    description,
    quantity,
    invoice_date,
    unit_price,
    amount,
    customer_id,
    country,
    is_return,
    is_charge
from incoming.lines
where customer_id is not null;
