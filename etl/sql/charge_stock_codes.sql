-- One row per stock code of the staged lines that is a charge and no product.
create unlogged table incoming.charge_stock_codes as
with codes as (
    select distinct btrim(stock_code) as stock_code
    from incoming.order_lines
)

select codes.stock_code
from codes
where exists (select 1 from charge_codes where upper(codes.stock_code) like charge_codes.pattern);
