"""A database of an earlier level, with data in it, is brought to this one without losing any."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from db.engine import pipeline_engine_for
from db.migrate import _config, current_level, newest_level, upgrade
from db.pending import publish_waiting
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
