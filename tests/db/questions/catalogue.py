"""Tables, views, sequences and rights as the server itself lists them, in a database of a few tables."""

from hashlib import md5
from typing import Any

from tests.db.questions.question import Question, Row

ALONE = """
    do $all$
    declare
        one text;
    begin
        for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
            execute format('drop schema %I cascade', one);
        end loop;
    end $all$;
    create schema public;
    create schema access;
    create schema loaded;
    create schema incoming;
    create schema moving;
"""


def digest(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def column(name: str, kind: str, base: str, **others: Any) -> dict[str, Any]:
    values = {"name": name, "type": kind, "base": base, "is_array": False, "generated": "", "is_required": False}
    return {**values, "default_text": None, **others}


MOVED = f"""
    {ALONE}
    create table public.shops (
        shop_id bigint primary key,
        parent_id bigint references public.shops,
        name text default 'none',
        tags text[] not null,
        gone text
    );
    alter table public.shops drop column gone;
    create table access.users (name text, shop_id bigint references public.shops, primary key (shop_id, name));
    create index users_by_name on access.users (name);
    create table public.days (day date primary key, sales integer check (sales > 0)) partition by range (day);
    create table public.days_2011 partition of public.days for values from ('2011-01-01') to ('2012-01-01');
    create table incoming.lines (line integer);
    create table moving.copies (line integer);
    create temporary table aside (line integer) on commit drop;
    create view public.names as select name from public.shops;
    insert into public.shops values (1, null, 'first', '{{}}');
    analyze public.shops;
    analyze public.days;
    set local search_path = pg_catalog;
"""

TO_SHOP = "FOREIGN KEY (shop_id) REFERENCES public.shops(shop_id)"
BY_NAME = "CREATE INDEX by_name ON public.plain USING btree (name)"

RUNS_ALONE = f"""
    {ALONE}
    create table public.published (run_id bigint);
    create table public.runs
    (run_id bigint, state text, as_of timestamp, currency text, shop_name text, customers bigint, loads jsonb)
"""
OF_A_SHOP = {"as_of": "2012-01-01", "currency": "GBP", "shop_name": "shop", "customers": 5}
TWO_PUBLISHED_RUNS: dict[str, list[Row]] = {
    "public.published": [{"run_id": 1}],
    "public.runs": [
        {"run_id": 1, "state": "published", "loads": [{"load_id": 1}, {"load_id": 2}], **OF_A_SHOP},
        {"run_id": 2, "state": "published", "loads": [{"load_id": 3}, {"load_id": 1}], **OF_A_SHOP},
        {"run_id": 3, "state": "running", "loads": [{"load_id": 4}], **OF_A_SHOP},
    ],
}

# What there is belongs to a keeper who is no administrator, but for one table.
KEEPER_ALONE = f"""
    {ALONE}
    create role keeper;
    create role guest;
    alter schema public owner to keeper;
    alter schema access owner to keeper;
    alter schema loaded owner to keeper;
    create table public.not_ours (place integer);
    revoke all on public.not_ours from web;
    alter default privileges grant select on tables to web;
    set local role keeper;
"""

QUESTIONS = {
    "tables that are moved are ours, each with its key, its whole and what it refers to": Question(
        "db/sql/moving/tables",
        {},
        [
            ("access.users", "access", False, None, ["shop_id", "name"], ["public.shops"], False, 0),
            ("public.days", "public", True, None, ["day"], [], False, 0),
            ("public.days_2011", "public", False, "public.days", ["day"], [], False, 0),
            ("public.shops", "public", False, None, ["shop_id"], [], True, 8192),
        ],
        columns=("name", "schema", "is_partitioned", "parent", "key", "refers_to", "is_referred_to", "bytes"),
        first=MOVED,
    ),
    "the columns of moved tables are those that are there, with their types and defaults": Question(
        "db/sql/moving/tables",
        {},
        [
            (
                "access.users",
                [
                    column("name", "text", "text", is_required=True),
                    column("shop_id", "bigint", "int8", is_required=True),
                ],
            ),
            ("public.days", [column("day", "date", "date", is_required=True), column("sales", "integer", "int4")]),
            ("public.days_2011", [column("day", "date", "date", is_required=True), column("sales", "integer", "int4")]),
            (
                "public.shops",
                [
                    column("shop_id", "bigint", "int8", is_required=True),
                    column("parent_id", "bigint", "int8"),
                    column("name", "text", "text", default_text="'none'::text"),
                    column("tags", "text[]", "_text", is_array=True, is_required=True),
                ],
            ),
        ],
        columns=("name", "columns"),
        first=MOVED,
    ),
    "a moved table is made anew with its constraints, and with the indexes that no constraint makes": Question(
        "db/sql/moving/tables",
        {},
        [
            ("public.buys", [{"name": "to_shop", "kind": "f", "definition": TO_SHOP}], []),
            ("public.days", [{"name": "sold", "kind": "c", "definition": "CHECK ((sales > 0))"}], []),
            ("public.plain", [], [{"name": "public.by_name", "definition": BY_NAME}]),
            ("public.shops", [{"name": "one_each", "kind": "p", "definition": "PRIMARY KEY (shop_id)"}], []),
            ("public.tags", [{"name": "no_twins", "kind": "u", "definition": "UNIQUE (tag)"}], []),
        ],
        columns=("name", "constraints", "indexes"),
        first=f"""
            {ALONE}
            create table public.shops (shop_id bigint constraint one_each primary key);
            create table public.buys (shop_id bigint constraint to_shop references public.shops);
            create table public.days (sales integer constraint sold check (sales > 0));
            create table public.tags (tag text constraint no_twins unique);
            create table public.plain (name text);
            create index by_name on public.plain (name);
            create function public.nothing() returns trigger language plpgsql as 'begin return null; end';
            create constraint trigger told after insert on public.plain for each row execute function public.nothing();
            set local search_path = pg_catalog;
        """,
    ),
    "views are ours, in the order in which they were made": Question(
        "db/sql/moving/views",
        {},
        [("public.second",), ("access.first",)],
        columns=("name",),
        first=f"""
            {ALONE}
            create table public.shops (name text);
            create view public.second as select name from public.shops;
            create view access.first as select name from public.second;
            create view incoming.third as select name from public.shops;
            create view moving.fourth as select name from public.shops;
            create temporary view fifth as select name from public.shops;
            set local search_path = pg_catalog;
        """,
    ),
    "sequences are ours that have given a number": Question(
        "db/sql/moving/sequences",
        {},
        [("access.used", 5), ("public.used", 2)],
        first=f"""
            {ALONE}
            create sequence public.used;
            create sequence access.used;
            create sequence public.unused;
            create temporary sequence aside;
            select nextval('public.used'), setval('access.used', 5), nextval('aside');
            select nextval('public.used');
        """,
    ),
    "a table's fingerprint is of its rows in the order of the key": Question(
        "db/sql/moving/fingerprint",
        {"orders": [{"invoice_no": "2", "country": "Spain"}, {"invoice_no": "1", "country": "France"}]},
        [(2, digest(digest(digest("1,France") + digest("2,Spain"))))],
        places={
            "{row_text}": "concat_ws(',', invoice_no, country)",
            "{moved_table}": "orders",
            "{ordered_key}": "invoice_no",
        },
    ),
    "an empty table has a fingerprint, too": Question(
        "db/sql/moving/fingerprint",
        {"orders": []},
        [(0, digest(""))],
        places={"{row_text}": "country", "{moved_table}": "orders", "{ordered_key}": "invoice_no"},
    ),
    "tables with customers to erase are those served and those that wait": Question(
        "db/sql/erasing/tables",
        {},
        [('loaded."Orders"',), ("public.customers",), ("public.orders",)],
        first=f"""
            {ALONE}
            create table public.customers (customer_id text);
            create table public.orders (customer_id text, run_id integer) partition by list (run_id);
            create table public.orders_1 partition of public.orders for values in (1);
            create table loaded."Orders" (customer_id text);
            create table public.products (stock_code text);
            create view public.buyers as select customer_id from public.orders;
            create table access.customers (customer_id text);
        """,
    ),
    "the dictionary has our tables with what they and their columns mean": Question(
        "db/sql/dictionary",
        {},
        [
            ("orders", None, "run_id", "integer", False, True, None),
            ("orders", None, "customer_id", "text", False, True, "Who ordered."),
            ("shops", "One row per shop.", "shop_id", "bigint", False, True, None),
            ("shops", "One row per shop.", "name", "character varying(9)", True, False, "Its name."),
            ("access.users", None, "name", "text", True, False, None),
        ],
        first=f"""
            {ALONE}
            create table public.shops (shop_id bigint primary key, name varchar(9) unique, gone text);
            alter table public.shops drop column gone;
            comment on table public.shops is 'One row per shop.';
            comment on column public.shops.name is 'Its name.';
            create table access.users (name text);
            create table public.orders (run_id integer, customer_id text, primary key (customer_id, run_id))
            partition by list (run_id);
            comment on column public.orders.customer_id is 'Who ordered.';
            create table public.orders_1 partition of public.orders for values in (1);
            create view public.buyers as select customer_id from public.orders;
            create table public.procrastinate_jobs (job text);
            create table public.alembic_version (version text);
            create table loaded.orders (customer_id text);
        """,
    ),
    "what is moved is the published run, and the newest load of those published": Question(
        "db/sql/moving/published_run",
        TWO_PUBLISHED_RUNS,
        [(1, "2012-01-01 00:00:00", "GBP", "shop", 5, 3)],
        first=RUNS_ALONE,
    ),
    "no load is moved where none has filled the served tables": Question(
        "db/sql/moving/published_run",
        TWO_PUBLISHED_RUNS,
        [(1, None)],
        columns=("run_id", "newest_load"),
        first=f"{RUNS_ALONE}; drop schema loaded",
    ),
    "the web process is granted what it lacks on what is ours": Question(
        "db/sql/web_rights",
        {},
        [
            ("alter default privileges grant select on tables to web",),
            ("grant delete on public.campaigns to web",),
            ("grant select on public.names to web",),
            ("grant select on public.orders to web",),
            ("grant usage on schema public to web",),
            ("grant usage on sequence public.procrastinate_jobs_id_seq to web",),
        ],
        first=f"""
            {KEEPER_ALONE}
            grant usage on schema access to web;
            create table public.orders (place integer);
            create index by_place on public.orders (place);
            create view public.names as select * from public.orders;
            create table public.campaigns (place integer);
            grant select, insert on public.campaigns to web;
            create table access.users (place integer);
            grant select, insert, update on access.users to web;
            create table loaded.orders (place integer);
            create sequence public.procrastinate_jobs_id_seq;
            create sequence public.procrastinate_events_id_seq;
            grant usage on sequence public.procrastinate_events_id_seq to web;
            create sequence public.others;
            alter default privileges in schema public grant select on tables to web;
            alter default privileges grant usage on sequences to web;
            alter default privileges grant select on tables to guest;
        """,
        in_any_order=True,
    ),
    "the web process is granted nothing that it has": Question(
        "db/sql/web_rights",
        {},
        [],
        first=f"""
            {KEEPER_ALONE}
            alter default privileges grant select on tables to web;
            grant usage on schema public, access to web;
            create table public.orders (place integer);
        """,
    ),
}
