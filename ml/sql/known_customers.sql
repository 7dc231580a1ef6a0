-- One row: how many customers an earlier run scored, and how many of them another one knows by the same first order.
select
    count(*) as customers,
    count(today.customer_id) as known
from {earlier} as before
left join {later} as today
    on before.customer_id = today.customer_id and before.first_order_at = today.first_order_at;
