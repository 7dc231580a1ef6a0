-- The plan's five tables (customers, products, transactions, rfm_scores, predictions) and what stands beside them.

-- One row per file loaded.
create table loads (
    load_id bigint generated always as identity primary key,
    source text not null,
    content_sha256 text not null,
    layout jsonb not null,
    sample boolean not null default false,
    lines_in bigint not null,
    lines_kept bigint not null,
    ledger jsonb not null,
    started_at timestamptz not null,
    finished_at timestamptz not null default clock_timestamp(),
    check (lines_in >= lines_kept)
);

-- One row per order line kept. Its identity is its content: the same line in another file is the same line.
create table transactions (
    line_hash uuid not null,
    line_ordinal integer not null,
    load_id bigint not null,
    invoice_no text not null,
    stock_code text not null,
    description text,
    quantity bigint not null,
    invoice_date timestamp not null,
    unit_price numeric(12, 3) not null,
    amount numeric(24, 3) not null,
    customer_id text,
    country text,
    is_return boolean not null,
    is_charge boolean not null,
    primary key (line_hash, line_ordinal)
);
create index transactions_customer on transactions (customer_id, invoice_date);
create index transactions_invoice_date on transactions (invoice_date);
create index transactions_stock_code on transactions (stock_code);

-- One row per order line refused, with the reason and the text as it stood in the file.
create table ledger (
    load_id bigint not null,
    line_number bigint not null,
    reason text not null,
    raw text not null,
    primary key (load_id, line_number)
);
create index ledger_reason on ledger (reason);

-- One row per customer and invoice with at least one product line. Returns are rows too, never orders.
create table orders (
    customer_id text not null,
    invoice_no text not null,
    ordered_at timestamp not null,
    is_order boolean not null,
    gross numeric(24, 3) not null,
    net numeric(24, 3) not null,
    pieces bigint not null,
    products integer not null,
    country text,
    primary key (customer_id, invoice_no)
);
create index orders_ordered_at on orders (ordered_at);

-- One row per customer id in the file.
create table customers (
    customer_id text primary key,
    country text,
    countries text[] not null,
    first_order_at timestamp,
    last_order_at timestamp,
    orders integer not null
);
create index customers_country on customers (country);

-- One row per stock code.
create table products (
    stock_code text primary key,
    description text,
    is_charge boolean not null,
    pieces bigint not null,
    net numeric(24, 3) not null
);

-- One row per pattern (of LIKE, upper case) of a stock code that is a charge and no product.
create table charge_codes (
    pattern text primary key
);
insert into charge_codes (pattern) values
('POST'), ('DOT'), ('M'), ('C2'), ('D'), ('S'), ('B'), ('BANK CHARGES'), ('AMAZONFEE'), ('CRUK'),
('GIFT\_%'), ('ADJUST%'), ('TEST%');

-- One row per segment, in the order of engagement.
create table segments (
    segment text primary key,
    position integer not null unique
);
insert into segments (segment, position) values
('Champions', 1), ('Loyal Customers', 2), ('Potential Loyalists', 3), ('Promising', 4),
('New Customers', 5), ('Need Attention', 6), ('About To Sleep', 7), ('Can''t Lose Them', 8),
('At Risk', 9), ('Hibernating', 10), ('Lost', 11);

-- One row per cell of the R by FM grid: an owner may change it, all 25 cells are always there.
create table segment_rules (
    r_score integer not null check (r_score between 1 and 5),
    fm_score integer not null check (fm_score between 1 and 5),
    segment text not null references segments,
    primary key (r_score, fm_score)
);
insert into segment_rules (r_score, fm_score, segment) values
(5, 1, 'Promising'), (5, 2, 'Promising'), (5, 3, 'Potential Loyalists'), (5, 4, 'Champions'), (5, 5, 'Champions'),
(4, 1, 'Promising'), (4, 2, 'Promising'), (4, 3, 'Potential Loyalists'),
(4, 4, 'Loyal Customers'), (4, 5, 'Champions'),
(3, 1, 'About To Sleep'), (3, 2, 'About To Sleep'), (3, 3, 'Need Attention'),
(3, 4, 'Loyal Customers'), (3, 5, 'Loyal Customers'),
(2, 1, 'Hibernating'), (2, 2, 'Hibernating'), (2, 3, 'At Risk'), (2, 4, 'At Risk'), (2, 5, 'Can''t Lose Them'),
(1, 1, 'Lost'), (1, 2, 'Lost'), (1, 3, 'At Risk'), (1, 4, 'At Risk'), (1, 5, 'Can''t Lose Them');

-- One row: a customer with exactly one order, at most this many days ago, is of this segment before the grid.
create table new_customer_rule (
    only_row boolean primary key default true check (only_row),
    segment text not null references segments,
    max_recency integer not null check (max_recency >= 0)
);
insert into new_customer_rule (segment, max_recency) values ('New Customers', 90);

-- One row per run: scores and predictions that are published together.
create table runs (
    run_id bigint generated always as identity primary key,
    state text not null default 'running'
    check (state in ('running', 'scored', 'published', 'failed')),
    as_of timestamp not null,
    started_at timestamptz not null default clock_timestamp(),
    scored_at timestamptz,
    finished_at timestamptz,
    shop_name text not null,
    currency text not null,
    sample boolean not null,
    source text not null,
    lines_in bigint not null,
    lines_kept bigint not null,
    ledger jsonb not null,
    loads jsonb not null,
    data_from timestamp not null,
    data_to timestamp not null,
    orders bigint,
    customers bigint,
    gross_spend numeric,
    net_spend numeric,
    inputs jsonb not null,
    cuts jsonb,
    overview jsonb,
    model_id bigint,
    model_note text
);

-- One row: which run is served.
create table published (
    only_row boolean primary key default true check (only_row),
    run_id bigint not null references runs,
    published_at timestamptz not null default clock_timestamp()
);

-- One row per scored customer and run; one partition per run.
create table rfm_scores (
    run_id bigint not null,
    customer_id text not null,
    country text,
    segment text not null,
    recency integer not null,
    frequency integer not null,
    monetary numeric not null,
    r_score smallint not null check (r_score between 1 and 5),
    f_score smallint not null check (f_score between 1 and 5),
    m_score smallint not null check (m_score between 1 and 5),
    fm_score smallint not null check (fm_score between 1 and 5),
    first_order_at timestamp not null,
    last_order_at timestamp not null,
    average_order_value numeric not null,
    typical_gap_days numeric,
    primary key (run_id, customer_id)
) partition by list (run_id);
create index rfm_scores_customer on rfm_scores (customer_id);
create index rfm_scores_monetary on rfm_scores (monetary desc, customer_id);
create index rfm_scores_recency on rfm_scores (recency, customer_id);
create index rfm_scores_frequency on rfm_scores (frequency desc, customer_id);
create index rfm_scores_segment_monetary on rfm_scores (segment, monetary desc, customer_id);
create index rfm_scores_segment_recency on rfm_scores (segment, recency, customer_id);

-- One row per scored customer and run; one partition per run. Null where there was too little data for a model.
create table predictions (
    run_id bigint not null,
    customer_id text not null,
    purchase_probability double precision check (purchase_probability between 0 and 1),
    expected_value numeric,
    reasons jsonb not null default '[]',
    primary key (run_id, customer_id)
) partition by list (run_id);
create index predictions_probability on predictions (purchase_probability desc nulls last, customer_id);

-- One row per fitted model: its card, its figures, and the hash without which its file is never opened.
create table models (
    model_id bigint generated always as identity primary key,
    run_id bigint not null references runs,
    model text not null,
    path text not null,
    sha256 text not null,
    card jsonb not null,
    metrics jsonb not null,
    created_at timestamptz not null default clock_timestamp()
);

-- One row per figure, cutoff, population and model of the rolling backtest.
create table backtest (
    run_id bigint not null references runs,
    cutoff date not null,
    horizon_days integer not null,
    population text not null check (population in ('all', 'repeat', 'established')),
    model text not null,
    chosen boolean not null,
    n integer not null,
    base_rate double precision not null,
    threshold double precision,
    accuracy double precision,
    precision double precision,
    recall double precision,
    f1 double precision,
    f1_weighted double precision,
    roc_auc double precision,
    pr_auc double precision,
    brier double precision,
    ece double precision,
    lift_top_decile double precision,
    f1_everybody double precision,
    f1_weighted_everybody double precision,
    f1_weighted_nobody double precision,
    f1_recency_rule double precision,
    primary key (run_id, cutoff, horizon_days, population, model)
);
