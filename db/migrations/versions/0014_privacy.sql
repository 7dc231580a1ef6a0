-- Whose line was refused; of lines loaded before, those that repeat a kept line tell it.
alter table ledger add column customer_id text;
create index ledger_customer on ledger (customer_id);
update ledger set customer_id = transactions.customer_id
from transactions
where ledger.line_hash = transactions.line_hash and transactions.line_ordinal = 1;

-- One row per erased customer: a keyed hash of the id, whose key lies outside the database, and what stands for the id.
create table erased_customers (
    id_hash text primary key,
    pseudonym text not null unique,
    key_check text not null,
    erased_at timestamptz not null default clock_timestamp()
);

-- How many of a cell's customers are erased: they count in totals and are not in the list.
alter table list_cells add column erased bigint not null default 0;
