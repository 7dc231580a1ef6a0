"""The SQLite file: plain questions, exact values, and a shop that can be made of it again."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from db import export_sqlite
from tests.backend.conftest import client_of, fetch
from tests.conftest import execute
from tests.db.conftest import Move
from tests.db.moved_shop import EXPECTED, PROBABILITIES, contents

Export = Callable[[str], int]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales_data.db"


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch, path: Path) -> Export:
    """Exports the published run of a database to `path`, as the command does; returns its exit code."""

    def run(url: str) -> int:
        monkeypatch.setenv("DATABASE_URL", url)
        try:
            export_sqlite.main([str(path)])
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return run


def ask(path: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(question).fetchall()


def ask_postgresql(url: str, question: str) -> list[Any]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def test_there_and_back_is_the_same_row_for_row(
    shop_url: str, empty_url: str, export: Export, path: Path, move_between: Move
) -> None:
    assert export(shop_url) == 0
    assert move_between(str(path), empty_url) == 0
    wanted, found = contents(shop_url, one_run=True), contents(empty_url, one_run=True)
    for table in ("public.runs", "public.loads", "public.load_files"):  # the file has the published run alone
        assert len(found[table]) == 1
        assert found[table][0] in wanted.pop(table)
        del found[table]
    assert found == wanted


def test_the_order_in_which_rows_without_a_key_lie_is_no_difference(own_shop_url: str, export: Export) -> None:
    cells = "delete from list_cells where ctid = (select min(ctid) from list_cells) returning *"
    assert ask_postgresql(own_shop_url, "select count(*) > 2 from list_cells") == [(True,)]
    for _ in range(2):
        assert export(own_shop_url) == 0
        execute(own_shop_url, f"with first as ({cells}) insert into list_cells select * from first")


def test_the_file_serves_the_same_pages(
    shop_url: str, empty_url: str, export: Export, path: Path, move_between: Move
) -> None:
    assert export(shop_url) == 0
    assert move_between(str(path), empty_url) == 0
    pages = (
        "/api/customers/segments",
        "/api/customers/rfm?limit=50",
        "/api/customers/17850/details",
        "/api/overview",
        "/api/runs/current",
    )
    before, after = client_of(shop_url), client_of(empty_url)
    for page in pages:
        assert fetch(after, page) == fetch(before, page)
    for client in (before, after):
        client.application.extensions["database"].reset()


def test_plain_sql_gets_numbers_and_the_exact_text_stands_beside(shop_url: str, export: Export, path: Path) -> None:
    assert export(shop_url) == 0
    spend = "select segment, sum(monetary) from rfm_scores {where} group by segment order by segment"
    found = ask(path, spend.format(where=""))
    wanted = ask_postgresql(shop_url, spend.format(where="where run_id = 1"))
    assert found == [(segment, pytest.approx(float(total))) for segment, total in wanted]
    assert ask(path, "select invoice_no from transactions where unit_price > 1000") == [("1004",)]
    values = "select expected_value, expected_value_exact, purchase_probability from predictions order by customer_id"
    assert ask(path, values) == [
        (float(value), None if len(value) < 15 and not value.endswith("0") else value, probability)
        for value, probability in zip(EXPECTED, PROBABILITIES, strict=True)
    ]
    assert ask(path, "select value from customers, json_each(countries) where customer_id = '00123'") == [("France",)]
    assert ask(path, "select date(invoice_date) from transactions where invoice_no = '1005'") == [("2011-02-12",)]
    assert dict(ask(path, "select name, value from meta"))["currency"] == "GBP"
    assert dict(ask(path, "select name, value from meta"))["run"] == "1"
    assert ask(path, "select rows from meta_tables where name = 'orders'") == ask(path, "select count(*) from orders")


def test_numbers_keep_their_places(own_shop_url: str, export: Export, path: Path) -> None:
    execute(own_shop_url, "update products set net = 12345678901234567890.120 where stock_code = 'A1'")
    execute(own_shop_url, "update products set net = 0.1 where stock_code = 'A2'")
    assert export(own_shop_url) == 0
    (places,) = ask(path, "select places from meta_columns where table_name = 'products' and name = 'net'")[0]
    found = ask(path, "select net, net_exact from products where stock_code in ('A1', 'A2') order by stock_code")
    assert found[0][1] == "12345678901234567890.120"
    assert found[1] == (0.1, None)
    assert f"{Decimal(repr(found[1][0])):.{places}f}" == "0.100"


def test_what_is_not_published_stays_out(shop_url: str, export: Export, path: Path) -> None:
    assert export(shop_url) == 0
    assert ask(path, "select distinct run_id from rfm_scores") == [(1,)]
    assert ask(path, "select load_id from loads") == [(1,)]
    assert ask(path, "select count(*) from transactions where invoice_no = '1007'") == [(0,)]


def test_without_a_published_run_the_file_of_before_stays(
    database_url: str, export: Export, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("before")
    assert export(database_url) == 2
    assert "nothing is published yet" in capsys.readouterr().err
    assert path.read_text() == "before"
    assert list(path.parent.iterdir()) == [path]


def test_what_a_killed_export_left_is_written_over(shop_url: str, export: Export, path: Path) -> None:
    aside = path.with_name(".sales_data.db.new")
    with closing(sqlite3.connect(aside)) as file:
        file.execute("create table customers (half text)")
    assert export(shop_url) == 0
    assert list(path.parent.iterdir()) == [path]
    assert ask(path, "select count(*) from customers") == [(3,)]


def test_a_second_export_of_the_same_file_is_refused(
    shop_url: str, export: Export, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holds = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holds, path.with_name(".sales_data.db.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert export(shop_url) == 2
        other.communicate(b"\n")
    assert "another export is writing" in capsys.readouterr().err


class TestFilesOfOthers:
    """A file with order lines is loaded as any other; anything else is refused with what is missing."""

    COLUMNS = "InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country"

    def make(self, path: Path, columns: str, rows: list[tuple[Any, ...]]) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.execute(f"create table transactions ({columns})")
            places = ", ".join("?" * len(columns.split(", ")))
            file.executemany(f"insert into transactions values ({places})", rows)
            file.commit()

    def test_order_lines_make_a_shop_that_serves(
        self, path: Path, empty_url: str, move_between: Move, capfd: pytest.CaptureFixture[str]
    ) -> None:
        rows = [
            ("1", "A1", 'A "red"\nbag', 2, "2011-01-03 10:00:00", 1.5, 17850.0, "France"),
            ("2", "A1", None, 1, "2011-02-03 10:00:00", 1.5, 17850.0, "France"),
            ("3", "A1", "Apple", 1, "2011-02-04 10:00:00", 0.0, None, "France"),
        ]
        self.make(path, self.COLUMNS, rows)
        assert move_between(str(path), empty_url) == 0
        printed = capfd.readouterr().out
        assert "3 lines there; here 2 kept, 0 known already, 1 in the ledger" in printed
        assert ask_postgresql(empty_url, "select customer_id, frequency, monetary from rfm_scores") == [
            ("17850", 2, Decimal("4.500"))
        ]
        assert ask_postgresql(empty_url, "select run_id from published") == [(1,)]
        assert ask_postgresql(empty_url, "select count(*) from month_ends") == [(1,)]

    def test_a_missing_column_is_named(
        self, path: Path, empty_url: str, move_between: Move, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self.make(path, "InvoiceNo, StockCode, Quantity, UnitPrice, CustomerID", [("1", "A1", 2, 1.5, 1)])
        assert move_between(str(path), empty_url) == 2
        said = capfd.readouterr().err
        assert "transactions.csv" in said and "invoice_date" in said
        assert f"the table transactions of {path} could not be moved" in said

    def test_a_missing_table_is_named(
        self, path: Path, empty_url: str, move_between: Move, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.execute("create table customers (customer_id text)")
        assert move_between(str(path), empty_url) == 2
        assert "has no table transactions" in capsys.readouterr().err
        assert contents(empty_url) == {}

    @pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough" * 10])
    def test_what_is_no_sqlite_file(
        self,
        content: bytes | None,
        path: Path,
        empty_url: str,
        move_between: Move,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        if content is not None:
            path.write_bytes(content)
        assert move_between(str(path), empty_url) == 2
        said = capsys.readouterr().err
        assert str(path) in said and "Traceback" not in said

    def test_a_file_of_another_level(
        self,
        shop_url: str,
        empty_url: str,
        export: Export,
        path: Path,
        move_between: Move,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert export(shop_url) == 0
        with closing(sqlite3.connect(path)) as file:
            file.execute("update meta set value = '0001' where name = 'level'")
            file.commit()
        assert move_between(str(path), empty_url) == 2
        assert "is at migration level 0001" in capsys.readouterr().err
