-- One row per order or return of one customer before :as_of, newest first, with its lines as JSON; at most :limit.
with newest as (
    select
        invoice_no,
        ordered_at,
        is_order,
        gross,
        net,
        pieces
    from orders
    where customer_id = :customer_id and ordered_at < :as_of
    order by ordered_at desc, invoice_no desc
    limit :limit
)

select
    newest.invoice_no,
    newest.ordered_at,
    newest.is_order,
    newest.gross,
    newest.net,
    newest.pieces,
    (
        select json_agg(shown order by lines.amount desc, lines.stock_code, lines.line_hash)::text
        from transactions as lines
        cross join
            lateral (
                select
                    lines.stock_code,
                    lines.description,
                    lines.quantity,
                    lines.unit_price,
                    lines.amount,
                    lines.is_charge
            ) as shown
        where lines.customer_id = :customer_id and lines.invoice_no = newest.invoice_no
    ) as lines
from newest
order by newest.ordered_at desc, newest.invoice_no desc
