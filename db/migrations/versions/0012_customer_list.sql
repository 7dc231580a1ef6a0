-- What the list of customers reads: one row per scored customer and run, scores and prediction side by side, with an
-- index for every order. One partition per run, made when the run is published. What filters read comes first.
create table customer_list (
    run_id bigint not null,
    recency integer not null,
    frequency integer not null,
    r_score smallint not null,
    f_score smallint not null,
    m_score smallint not null,
    fm_score smallint not null,
    monetary numeric not null,
    purchase_probability double precision,
    segment text not null,
    country text,
    customer_id text not null,
    first_order_at timestamp not null,
    last_order_at timestamp not null,
    average_order_value numeric not null,
    typical_gap_days numeric,
    expected_value numeric,
    -- How many customers ordered longer ago, ordered less often, spent less, spent more, and are likelier to buy.
    less_recent integer not null,
    less_frequent integer not null,
    less_spent integer not null,
    more_spent integer not null,
    likelier integer,
    primary key (run_id, customer_id)
) partition by list (run_id);
create index customer_list_recency on customer_list (recency, customer_id);
create index customer_list_frequency on customer_list (frequency, customer_id);
create index customer_list_monetary on customer_list (monetary, customer_id);
create index customer_list_purchase_probability on customer_list (purchase_probability, customer_id);
create index customer_list_expected_value on customer_list (expected_value, customer_id);
create index customer_list_segment on customer_list (segment, customer_id);
create index customer_list_country on customer_list (country, customer_id);
create index customer_list_r_score on customer_list (r_score, customer_id);
create index customer_list_f_score on customer_list (f_score, customer_id);
create index customer_list_m_score on customer_list (m_score, customer_id);
create index customer_list_first_order_at on customer_list (first_order_at, customer_id);
create index customer_list_last_order_at on customer_list (last_order_at, customer_id);
create index customer_list_average_order_value on customer_list (average_order_value, customer_id);
create index customer_list_typical_gap_days on customer_list (typical_gap_days, customer_id);
create index customer_list_id_begins on customer_list (lower(customer_id) text_pattern_ops);
-- Scores and segments say much about each other; filters on several of them are estimated together.
create statistics customer_list_scores (mcv) on segment, r_score, f_score, m_score, fm_score from customer_list;

-- One row per run, segment, country, scores and one order or more: how many customers, their sums, and the least and
-- greatest of each measure. Totals come from these few rows, and the list knows from them where in an order the first
-- match can stand.
create table list_cells (
    run_id bigint not null references runs,
    segment text not null,
    country text,
    r_score smallint not null,
    f_score smallint not null,
    m_score smallint not null,
    fm_score smallint not null,
    one_order boolean not null,
    customers bigint not null,
    predicted bigint not null,
    recency bigint not null,
    frequency bigint not null,
    monetary numeric not null,
    expected_buyers double precision,
    expected_value numeric,
    min_recency integer not null,
    max_recency integer not null,
    min_frequency integer not null,
    max_frequency integer not null,
    min_monetary numeric not null,
    max_monetary numeric not null,
    min_first_order_at timestamp not null,
    max_first_order_at timestamp not null,
    min_last_order_at timestamp not null,
    max_last_order_at timestamp not null,
    min_average_order_value numeric not null,
    max_average_order_value numeric not null,
    min_typical_gap_days numeric,
    max_typical_gap_days numeric,
    min_purchase_probability double precision,
    max_purchase_probability double precision,
    min_expected_value numeric,
    max_expected_value numeric
);
create index list_cells_run on list_cells (run_id);

-- One row per run and segment with customers: what sums can't tell.
create table segment_medians (
    run_id bigint not null references runs,
    segment text not null,
    median_monetary double precision not null,
    median_expected_value double precision,
    primary key (run_id, segment)
);

-- The list's table has them now.
drop index rfm_scores_customer;
drop index rfm_scores_monetary;
drop index rfm_scores_recency;
drop index rfm_scores_frequency;
drop index rfm_scores_segment_monetary;
drop index rfm_scores_segment_recency;
drop index predictions_probability;
