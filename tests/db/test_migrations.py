"""A database of an earlier level, with data in it, is brought to this one without losing any."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, bindparam, text

from db.engine import pipeline_engine_for
from db.migrate import OLDEST_CODE, _config, current_level, newest_level, upgrade, works_with_this_code
from db.pending import publish_waiting
from db.settings import ROOT
from tests.conftest import ZONE, database_at, execute
from tests.etl.shop_tables import (
    assert_totals_are_those_of_the_orders,
    contents,
    data_of_newest_load,
    load_lines,
)
from tests.etl.test_load_data import LINES

VIEW = """
create view loaded.customers as
select * from public.customers as served
where not exists (select 1 from loaded.customers_gone as gone where gone.customer_id = served.customer_id)
union all
select * from loaded.customers_new
"""
FIRST_DATA = """
insert into loads (source, content_sha256, layout, lines_in, lines_kept, ledger, started_at)
values ('lines.csv', 'abc', '{}', 3, 2, '{"price is zero": 1}', now());
insert into transactions values
(md5('1')::uuid, 1, 1, '1001', 'A1', 'Apple', 2, '2011-01-03 10:00', 1.5, 3, '17850', 'France', false, false),
(md5('2')::uuid, 1, 1, '1001', 'POST', null, 1, '2011-01-03 10:00', 18, 18, '17850', 'France', false, true);
insert into ledger values (1, 4, 'price is zero', '{"invoice_no": "1002"}');
insert into orders values ('17850', '1001', '2011-01-03 10:00', true, 3, 3, 2, 1, 'France');
insert into customers values ('17850', 'France', '{France}', '2011-01-03 10:00', '2011-01-03 10:00', 1);
insert into products values ('A1', 'Apple', false, 2, 3), ('POST', null, true, 1, 18);
"""


@pytest.fixture
def engine_of_level_2(server_url: str) -> Iterator[Engine]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    execute(server_url, f"create database {name}")
    engine = pipeline_engine_for(database_at(server_url, name), ZONE)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0002")
    yield engine
    engine.dispose()
    execute(server_url, f"drop database {name}")


def test_data_of_an_earlier_level_is_carried_over_and_added_to(engine_of_level_2: Engine, tmp_path: Path) -> None:
    engine = engine_of_level_2
    with engine.begin() as connection:
        assert current_level(connection) == "0002"
        connection.execute(text(FIRST_DATA.replace(":00'", "\\:00'")))
    upgrade(engine)
    with engine.connect() as connection:
        assert current_level(connection) == newest_level()
    found = contents(engine)
    assert len(found["transactions"]) == 2 and len(found["ledger"]) == 1
    assert [row["revenue"] for row in found["sales_by_day"]] == [3]
    assert {row["stock_code"]: row["pieces"] for row in found["product_descriptions"]} == {"A1": 2, "POST": 1}
    assert data_of_newest_load(engine) == {"lines_in": 3, "lines_kept": 2, "ledger": {"price is zero": 1}}
    added = load_lines(engine, tmp_path, [LINES[3]])
    assert (added.mode, added.lines_kept) == ("add", 1)
    assert data_of_newest_load(engine)["lines_kept"] == 3
    assert_totals_are_those_of_the_orders(engine)


def test_a_repeated_line_in_the_ledger_gets_the_customer_of_the_line_that_was_kept(engine_of_level_2: Engine) -> None:
    with engine_of_level_2.begin() as connection:
        connection.exec_driver_sql(FIRST_DATA)
        command.upgrade(_config(connection), "0013")
        kept = "select line_hash, customer_id from transactions where stock_code = 'A1'"
        line_hash, customer = connection.execute(text(kept)).one()
        connection.execute(text("update transactions set customer_id = 'another' where stock_code <> 'A1'"))
        connection.execute(text("update ledger set line_hash = :line_hash"), {"line_hash": line_hash})
    upgrade(engine_of_level_2)
    with engine_of_level_2.connect() as connection:
        assert connection.execute(text("select customer_id from ledger")).scalar_one() == customer


PUBLISHED_RUN = """
insert into runs (
    state, as_of, shop_name, currency, sample, source, lines_in, lines_kept, ledger, loads, data_from, data_to, inputs
)
values (
    'published', '2011-12-10', 'Shop', 'GBP', false, 'lines.csv', 1, 1, '{}', '{}', '2011-01-01', '2011-12-09', '{}'
);
create table rfm_scores_1 partition of rfm_scores for values in (1);
create table predictions_1 partition of predictions for values in (1);
insert into rfm_scores_1
select 1, number::text, 'France', 'Lost', number, 1, number * 10, 1, 1, 1, 1, '2011-01-01', '2011-12-09', 1, null
from generate_series(1, 3) as numbers (number);
insert into predictions_1 (run_id, customer_id, purchase_probability) values (1, '1', 0.5), (1, '2', 0.25);
insert into published (run_id) values (1);
"""
LIST = "select customer_id, purchase_probability, less_recent, more_spent, likelier from customer_list order by 1"


def test_the_list_of_a_kept_run_is_made(engine_of_level_2: Engine) -> None:
    with engine_of_level_2.begin() as connection:
        connection.exec_driver_sql(PUBLISHED_RUN)
    upgrade(engine_of_level_2)
    with engine_of_level_2.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(LIST))]
        assert connection.execute(text("select sum(customers), sum(monetary) from list_cells")).one() == (3, 60)
    assert rows == [("1", 0.5, 2, 2, 0), ("2", 0.25, 1, 1, 1), ("3", None, 0, 0, None)]


def rows(engine: Engine) -> dict[str, int]:
    """Rows of every table."""
    with engine.connect() as connection:
        tables = connection.execute(
            text(
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in :schemas"
            ).bindparams(bindparam("schemas", ["public", "loaded", "access"], expanding=True))
        ).scalars()
        return {table: connection.execute(text(f"select count(*) from {table}")).scalar_one() for table in tables}


@pytest.mark.parametrize("level", [f"{number:04d}" for number in range(2, int(newest_level()))])
def test_each_earlier_level_with_a_shop_in_it_is_brought_to_this_one(engine_of_level_2: Engine, level: str) -> None:
    engine = engine_of_level_2
    with engine.begin() as connection:
        connection.exec_driver_sql(FIRST_DATA)
        connection.exec_driver_sql(PUBLISHED_RUN)
        command.upgrade(_config(connection), level)
    before = rows(engine)
    assert before["public.transactions"] == 2 and before["public.rfm_scores_1"] == 3
    upgrade(engine)
    after = rows(engine)
    with engine.connect() as connection:
        assert current_level(connection) == newest_level()
        assert connection.execute(text("select count(*) from customer_list")).scalar_one() == 3
    assert {table: count for table, count in before.items() if after.get(table, count) < count} == {}
    assert_totals_are_those_of_the_orders(engine)


@pytest.mark.parametrize("waiting", ["whole tables", "changes"])
def test_lines_that_wait_to_be_published_are_carried_over(waiting: str, engine: Engine, tmp_path: Path) -> None:
    """Level 0005 with the lines of today's load: what 0006 adds is taken off again, then the way is gone."""
    first, *others = LINES
    load_lines(engine, tmp_path, [first])
    if waiting == "changes":
        with engine.begin() as connection:
            publish_waiting(connection)
        load_lines(engine, tmp_path, others)
    before = contents(engine)
    with engine.begin() as connection:
        tables = ["public.customers"]
        if waiting == "changes":
            connection.execute(text("drop view loaded.customers"))
            tables.append("loaded.customers_new")
        else:
            tables.append("loaded.customers")
        for table in tables:
            connection.execute(
                text(f"alter table {table} drop column gross, drop column net, drop column typical_gap_days")
            )
        if waiting == "changes":
            connection.execute(text(VIEW))
    with engine.begin() as connection:
        command.stamp(_config(connection), "0005")
        command.upgrade(_config(connection), "0006")
        command.stamp(_config(connection), "head")  # the later ones are there already
    assert contents(engine) == before
    assert_totals_are_those_of_the_orders(engine)


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert current_level(connection) == newest_level()


def test_this_code_works_with_a_later_level_until_something_was_taken_away(engine: Engine) -> None:
    later, last = (f"{int(newest_level()) + more:04d}" for more in (1, 2))
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :later"), {"later": later})
        assert works_with_this_code(connection)
    upgrade(engine)
    with engine.begin() as connection:
        assert current_level(connection) == later
        connection.execute(text(OLDEST_CODE.format(last)))
        assert not works_with_this_code(connection)
    with pytest.raises(SystemExit):
        upgrade(engine)


def test_what_takes_something_away_says_which_code_does_without() -> None:
    """From the first release by two colours on: the code before must go on working meanwhile."""
    for path in sorted((ROOT / "db" / "migrations" / "versions").glob("*.py")):
        written = path.read_text() + "".join(file.read_text() for file in path.parent.glob(f"{path.stem[:4]}_*.sql"))
        takes_away = re.search(r"\b(drop (table|column|view|schema)|rename (to|column)|set not null)\b", written)
        if path.stem > "0014_privacy":
            assert not takes_away or "OLDEST_CODE" in written, path.name
