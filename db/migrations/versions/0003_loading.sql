-- Loading in modes: what each load added, knew, refused and took away; sums that a load can add to.

-- A load that no run has published yet was made for the tables as they were: the file is loaded again.
delete from loads
where
    load_id > coalesce(
        (
            select max((load ->> 'load_id')::bigint)
            from published
            inner join runs on published.run_id = runs.run_id
            cross join jsonb_array_elements(runs.loads) as load
        ),
        0
    )
    and exists (select 1 from pg_namespace where nspname = 'loaded');
drop schema if exists loaded cascade;

-- One row per file of a load.
create table load_files (
    load_id bigint not null references loads on delete cascade,
    file_number integer not null,
    name text not null,
    content_sha256 text not null,
    reading jsonb not null,
    lines_in bigint not null,
    primary key (load_id, file_number)
);
create index load_files_content on load_files (content_sha256);
insert into load_files (load_id, file_number, name, content_sha256, reading, lines_in)
select
    load_id,
    1,
    source,
    content_sha256,
    layout,
    lines_in
from loads;

-- lines_in = lines_kept + lines_known + the ledger's; `data` is the same of all that the tables hold after the load.
alter table loads
add column mode text not null default 'replace-all' check (mode in ('add', 'replace-period', 'replace-all')),
add column demo boolean not null default false,
add column lines_known bigint not null default 0,
add column lines_gone bigint not null default 0,
add column changed_from date,
add column data jsonb not null default '{}',
drop column content_sha256,
drop column layout;
update loads
set
    data = jsonb_build_object('lines_in', lines_in, 'lines_kept', lines_kept, 'ledger', ledger),
    changed_from = (select min(invoice_date)::date from transactions);

alter table ledger
add column file_number integer not null default 1,
add column line_hash uuid,
add column line_ordinal integer,
add column invoice_date timestamp,
drop constraint ledger_pkey,
add primary key (load_id, file_number, line_number);
alter table ledger alter column file_number drop default;
create index ledger_line on ledger (line_hash, line_ordinal);

-- Order lines come nearly in the order of their days, so a small block-range index finds a period.
drop index transactions_invoice_date;
drop index transactions_stock_code;
create index transactions_invoice_date on transactions using brin (invoice_date);

-- One row per stock code and description (its first 200 letters): counts that a load adds to.
create table product_descriptions (
    stock_code text not null,
    description text not null,
    is_charge boolean not null,
    lines bigint not null,
    pieces bigint not null,
    net numeric(24, 3) not null,
    primary key (stock_code, description)
);
insert into product_descriptions (stock_code, description, is_charge, lines, pieces, net)
select
    stock_code,
    left(coalesce(description, ''), 200),
    bool_and(is_charge),
    count(*),
    sum(quantity),
    sum(amount)
from transactions
group by stock_code, left(coalesce(description, ''), 200);

-- One row per day with a line: sums that a load adds to.
create table sales_by_day (
    day date primary key,
    lines bigint not null,
    revenue numeric(24, 3) not null
);
insert into sales_by_day (day, lines, revenue)
select
    invoice_date::date,
    count(*),
    coalesce(sum(amount) filter (where not is_charge), 0)
from transactions
group by invoice_date::date;

create index transactions_invoice on transactions (invoice_no);

-- Reading a value asks whether it has its type; PostgreSQL 15 lacks the function, and this stands in for it, slowly.
do $do$
begin
    if current_setting('server_version_num')::integer < 160000 then
        execute $create$
            create function public.pg_input_is_valid(value text, type_name text) returns boolean
            language plpgsql stable strict as $body$
            begin
                execute 'select cast($1 as ' || type_name || ')' using value;
                return true;
            exception when others then
                return false;
            end
            $body$
        $create$;
    end if;
end
$do$;
