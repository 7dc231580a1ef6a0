-- One row per stock code that is a charge and no product, as etl/sql/charge_stock_codes finds them.
select stock_codes.stock_code
from (select distinct btrim(raw_lines.stock_code) as stock_code from raw_lines) as stock_codes
inner join charge_codes on upper(stock_codes.stock_code) like charge_codes.pattern
group by stock_codes.stock_code
