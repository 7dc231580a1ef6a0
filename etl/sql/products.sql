-- One row per stock code, with its most frequent description.
insert into incoming.products (stock_code, description, is_charge, pieces, net)
select
    stock_code,
    mode() within group (order by description) as description,
    bool_and(is_charge) as is_charge,
    sum(quantity) as pieces,
    sum(amount) as net
from incoming.transactions
group by stock_code;
