-- History: what is worked out from the published order lines, month by month, beside the published run.

-- One row per month end and customer scored then; one partition per month end. as_of is the first day after the month.
create table history_scores (
    as_of date not null,
    customer_id text not null,
    segment text not null,
    recency integer not null,
    frequency integer not null,
    monetary numeric not null,
    r_score smallint not null,
    f_score smallint not null,
    m_score smallint not null,
    primary key (as_of, customer_id)
) partition by list (as_of);
create index history_scores_customer on history_scores (customer_id, as_of);
create index history_scores_segment on history_scores (segment, monetary desc, customer_id);

-- One row per month end that is built: its partition, the newest load it has seen, the rules and SQL it was made by.
create table month_ends (
    as_of date primary key,
    partition text not null unique,
    load_id bigint not null,
    made_by text not null,
    customers bigint not null
);

-- One row per month of first order and month since: who of them ordered, and what they brought after returns.
create table cohorts (
    cohort date not null,
    months_since integer not null check (months_since >= 0),
    size bigint not null,
    customers bigint not null,
    share double precision not null,
    revenue numeric(24, 3) not null,
    partial boolean not null,
    primary key (cohort, months_since)
);

-- One row per product and another bought in the same order. lift = support of both / product of their supports.
create table product_pairs (
    stock_code text not null,
    with_stock_code text not null,
    orders_together bigint not null,
    support double precision not null,
    confidence double precision not null,
    lift double precision not null,
    primary key (stock_code, with_stock_code)
);

-- One row per customer and product to offer next, which the customer has never bought, best first.
create table next_products (
    customer_id text not null,
    place integer not null,
    stock_code text not null,
    because_of text not null,
    confidence double precision not null,
    primary key (customer_id, place)
);

-- One row: what cohorts and products were worked out from.
create table history_build (
    only_row boolean primary key default true check (only_row),
    load_id bigint not null,
    made_by text not null,
    orders_looked_at bigint not null,
    orders bigint not null,
    note text not null,
    built_at timestamptz not null default clock_timestamp()
);

-- Each build names its partitions anew, so that the old ones stay while the new ones are filled.
create sequence history_builds;
