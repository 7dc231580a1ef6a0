-- One row per stock code that is a charge and no product, as etl/sql/charge_stock_codes finds them.
select stock_codes.stock_code
from
    (
        select distinct
            case
                when ltrim(btrim(raw_lines.stock_code), '0123456789') = '.0'
                    then substr(btrim(raw_lines.stock_code), 1, length(btrim(raw_lines.stock_code)) - 2)
                else btrim(raw_lines.stock_code)
            end as stock_code
        from raw_lines
    ) as stock_codes
inner join charge_codes on upper(stock_codes.stock_code) like charge_codes.pattern
group by stock_codes.stock_code
