-- One row per stock code of the staged lines that is a charge and no product, written as etl/sql/read_lines does.
create unlogged table incoming.charge_stock_codes as
with codes as (
    select distinct
        case
            when ltrim(btrim(stock_code), '0123456789') = '.0' then left(btrim(stock_code), -2)
            else btrim(stock_code)
        end as stock_code
    from incoming.order_lines
)

select codes.stock_code
from codes
where exists (select 1 from charge_codes where upper(codes.stock_code) like charge_codes.pattern);
