"""Moving: everything comes along, a difference is found, a broken move goes on, nothing else is overwritten."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg2
import pytest
from sqlalchemy.engine import make_url

from db import move
from db.engine import pipeline_engine_for
from db.jobs import PIPELINE, ask
from db.runs import publish, published_run
from db.settings import ROOT
from ml.predictions import Predictions, write_predictions
from tests.conftest import ZONE, database_at, execute
from tests.db.conftest import Move
from tests.db.moved_shop import contents, indexes
from tests.db.tls_front import Front

Refusal = Callable[[str, str], str]  # source, target; returns what was said

HANGS = 60.0  # seconds, many times what it takes


def test_every_row_index_and_trigger_comes_along(shop_url: str, empty_url: str, move_between: Move) -> None:
    before = contents(shop_url)
    assert {"public.rfm_scores_1", "public.rfm_scores_2", "loaded.transactions_new"} <= set(before)
    assert any(table.startswith("public.history_scores_") and rows for table, rows in before.items())
    assert move_between(shop_url, empty_url) == 0
    assert contents(empty_url) == before == contents(shop_url)
    assert indexes(empty_url) == indexes(shop_url)


def test_the_moved_shop_goes_on_where_the_source_stood(shop_url: str, empty_url: str, move_between: Move) -> None:
    assert move_between(shop_url, empty_url) == 0
    engine = pipeline_engine_for(empty_url, ZONE)
    served = published_run(engine)
    assert served is not None and served.run_id == 1
    with engine.begin() as connection:
        write_predictions(connection, 2, [Predictions(["14911"], np.array([0.5]), [[]])])
    publish(engine, 2)  # the scores that were not published yet, and the lines that waited
    published = published_run(engine)
    assert published is not None and published.run_id == 2
    engine.dispose()
    moved = contents(empty_url)
    assert any('"invoice_no": "1007"' in row for row in moved["public.transactions"])
    assert not any(table.startswith("loaded.") for table in moved)
    execute(empty_url, "delete from procrastinate_jobs")
    assert ask(empty_url, PIPELINE) == 2  # sequences go on


def test_a_finished_move_is_proved_again_and_never_filled_again(
    shop_url: str, empty_url: str, move_between: Move, capsys: pytest.CaptureFixture[str]
) -> None:
    assert move_between(shop_url, empty_url) == 0
    execute(empty_url, "update orders set net = net + 0.001 where invoice_no = '1001'")
    changed = contents(empty_url)
    capsys.readouterr()
    assert move_between(shop_url, empty_url) == 1
    assert capsys.readouterr().err.startswith("\nerror: not equal: public.orders.")
    assert contents(empty_url) == changed


DIFFERENCES = {
    "public.customers": "update customers set country = country || ' ' where customer_id = '00123'",
    "public.ledger": "delete from ledger",
    "public.loads": "update loads set finished_at = finished_at + interval '1 us' where load_id = 1",
    "public.predictions_1": "update predictions set purchase_probability = 0.3 where purchase_probability > 0.3"
    " and purchase_probability < 0.4",
    "public.rfm_scores_1": "alter table rfm_scores detach partition rfm_scores_1",
    "public.runs": "update runs set net_spend = round(net_spend, 4)",
    "public.segment_rules": "drop table segment_rules",
    "public.transactions": "update transactions set description = null where description = ''",
}


def test_every_planted_difference_is_found_and_nothing_else(
    shop_url: str, empty_url: str, move_between: Move, capsys: pytest.CaptureFixture[str]
) -> None:
    assert move_between(shop_url, empty_url) == 0
    for change in DIFFERENCES.values():
        execute(empty_url, change)
    assert move_between(shop_url, empty_url) == 1
    said = capsys.readouterr().err.strip()
    named = said.removeprefix("error: not equal: ").split(". Keep the source.")[0]
    assert set(named.split(", ")) == set(DIFFERENCES)


def test_output_settings_of_a_server_do_not_matter(shop_url: str, server_url: str, move_between: Move) -> None:
    name = "moved_oddly"
    execute(server_url, f"create database {name}")
    for setting in ("datestyle = 'SQL, DMY'", "timezone = 'Asia/Kolkata'", "extra_float_digits = -15"):
        execute(server_url, f"alter database {name} set {setting}")
    assert move_between(shop_url, database_at(server_url, name)) == 0
    execute(server_url, f"drop database {name}")


class Moving:
    """The command in a process of its own; what it prints is read as it comes."""

    def __init__(self, source: str, target: str, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "db.move"],
            cwd=ROOT,
            env={**os.environ, "MOVE_FROM": source, "MOVE_TO": target, "DATABASE_URL": "", "DATA_DIR": str(data_dir)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.printed = ""

    def read_until(self, words: str) -> None:
        assert self.process.stdout is not None
        while words not in self.printed:
            ready, _, _ = select.select([self.process.stdout], [], [], HANGS)
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert chunk, f"it ended or hangs before it said {words!r}:\n{self.printed}"
            self.printed += chunk.decode()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def test_a_killed_move_goes_on_even_when_the_source_has_changed(
    own_shop_url: str, empty_url: str, move_between: Move, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # While somebody holds a table at the source, the move stands in the middle of it.
    holder = psycopg2.connect(own_shop_url)
    with holder.cursor() as cursor:
        cursor.execute("lock table sales_by_day in access exclusive mode")
        moving = Moving(own_shop_url, empty_url, tmp_path)
        moving.read_until("public.runs ")
        password = make_url(own_shop_url).password
        assert password is not None
        command = Path(f"/proc/{moving.process.pid}/cmdline").read_bytes().decode()
        moving.kill()
        assert str(password) not in command + moving.printed
    holder.rollback()
    half = contents(empty_url)
    assert half["public.sales_by_day"] == half["public.published"] == []
    assert half["public.orders"] == contents(own_shop_url)["public.orders"]

    execute(own_shop_url, "update segments set position = -position where segment = 'Lost'")
    execute(own_shop_url, "drop schema loaded cascade")  # as when the waiting lines are published
    execute(own_shop_url, "update runs set shop_name = 'Another' where run_id = 1")  # others refer to this table
    holder.close()
    capsys.readouterr()
    assert move_between(own_shop_url, empty_url) == 0
    printed = capsys.readouterr().out
    orders = next(line for line in printed.splitlines() if line.startswith("  public.orders "))
    assert "there already" in orders
    assert contents(empty_url) == contents(own_shop_url)


def test_a_move_broken_off_after_its_last_row_is_brought_to_its_end(
    own_shop_url: str, empty_url: str, move_between: Move
) -> None:
    assert move_between(own_shop_url, empty_url) == 0
    execute(empty_url, "update moving.move set finished_at = null")
    execute(own_shop_url, "update runs set shop_name = 'Another' where run_id = 1")  # others refer to this table
    assert move_between(own_shop_url, empty_url) == 0
    assert contents(empty_url) == contents(own_shop_url)


def test_the_source_is_only_read_and_neither_side_needs_a_superuser(
    own_shop_url: str, empty_url: str, server_url: str, move_between: Move
) -> None:
    execute(server_url, "create role plain login password 'it''s@home'")
    try:
        execute(own_shop_url, "grant usage on schema public, loaded, access to plain")
        execute(own_shop_url, "grant select on all tables in schema public, loaded, access to plain")
        execute(own_shop_url, "grant select on all sequences in schema public, access to plain")
        execute(empty_url, f"alter database {make_url(empty_url).database} owner to plain")
        as_plain = [
            make_url(url).set(username="plain", password="it's@home").render_as_string(hide_password=False)
            for url in (own_shop_url, empty_url)
        ]
        assert move_between(*as_plain) == 0
        assert contents(empty_url) == contents(own_shop_url)
        execute(empty_url, "drop schema public, loaded, access, moving cascade; drop owned by plain")
        execute(empty_url, f"alter database {make_url(empty_url).database} owner to shop")
        execute(own_shop_url, "drop owned by plain")
    finally:
        execute(server_url, "drop role plain")


class TestRefusals:
    """Each is one sentence, with exit code 2, and changes nothing."""

    @pytest.fixture
    def refusal(self, move_between: Move, capsys: pytest.CaptureFixture[str]) -> Refusal:
        def run(source: str, target: str) -> str:
            assert move_between(source, target) == 2
            said = capsys.readouterr()
            assert "Traceback" not in said.err
            return said.err.removeprefix("error: ").strip()

        return run

    def test_source_and_target_are_one(self, shop_url: str, refusal: Refusal) -> None:
        other_name = shop_url.replace("127.0.0.1", "localhost")
        assert "source and target are the same database" in refusal(shop_url, other_name)

    def test_target_with_data(self, shop_url: str, database_url: str, refusal: Refusal) -> None:
        execute(
            database_url,
            "insert into customers (customer_id, countries, orders, gross, net) values ('1', '{}', 0, 0, 0)",
        )
        assert "holds data already (table public.customers)" in refusal(shop_url, database_url)

    def test_target_of_another_program(self, shop_url: str, empty_url: str, refusal: Refusal) -> None:
        execute(empty_url, "create table invoices (number integer)")
        assert "holds other tables (public.invoices)" in refusal(shop_url, empty_url)
        assert contents(empty_url) == {"public.invoices": []}

    def test_target_of_another_move(self, shop_url: str, empty_url: str, database_url: str, refusal: Refusal) -> None:
        with psycopg2.connect(empty_url) as connection, connection.cursor() as cursor:
            cursor.execute(
                "create schema moving; create table moving.move as select 'x' as source_identity,"
                " 'old at shop.example:5432' as source_name, null::timestamptz as finished_at"
            )
        connection.close()
        assert "holds what was moved from old at shop.example:5432" in refusal(shop_url, empty_url)

    def test_source_at_another_level(self, own_shop_url: str, empty_url: str, refusal: Refusal) -> None:
        execute(own_shop_url, "update alembic_version set version_num = '0001'")
        assert "is at migration level 0001 and this code at" in refusal(own_shop_url, empty_url)
        assert contents(empty_url) == {}

    def test_source_without_anything(self, shop_url: str, empty_url: str, refusal: Refusal) -> None:
        assert "holds no data of this dashboard" in refusal(empty_url, shop_url)

    def test_target_is_a_file(self, shop_url: str, refusal: Refusal, tmp_path: Path) -> None:
        assert "make export-sqlite" in refusal(shop_url, str(tmp_path / "sales_data.db"))

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://shop:se@cret@127.0.0.1/postgres",
            "postgresql://shop:se/cret@127.0.0.1/postgres",
            "postgresql://shop:secret@127.0.0.1:port/postgres",
            "postgresql://shop:secret@/postgres",
            "mysql://shop:secret@127.0.0.1/postgres",
        ],
    )
    def test_a_url_that_cannot_be_read_is_not_repeated(self, url: str, shop_url: str, refusal: Refusal) -> None:
        said = refusal(shop_url, url)
        assert "the URL cannot be read" in said and "cret" not in said

    def test_a_wrong_password(self, shop_url: str, empty_url: str, refusal: Refusal) -> None:
        wrong = make_url(empty_url).set(password="secret").render_as_string(hide_password=False)
        said = refusal(shop_url, wrong)
        assert "cannot be reached" in said and "password authentication failed" in said and "secret" not in said

    def test_a_password_among_the_arguments(
        self, shop_url: str, move_between: Move, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as end:
            move.main([shop_url, "-"])
        assert end.value.code == 2
        said = capsys.readouterr().err
        assert "export MOVE_FROM=" in said and str(make_url(shop_url).password) not in said


def test_a_freshly_migrated_database_counts_as_empty(shop_url: str, database_url: str, move_between: Move) -> None:
    assert move_between(shop_url, database_url) == 0


def test_certificates_are_checked(
    shop_url: str, empty_url: str, move_between: Move, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Front(make_url(empty_url).port or 0, tmp_path) as front:
        secure = make_url(empty_url).set(host="localhost", port=front.port)
        trusting = secure.update_query_dict({"sslmode": "verify-full", "sslrootcert": str(front.files.authority)})
        mistrusting = secure.update_query_dict(
            {"sslmode": "verify-full", "sslrootcert": str(front.files.other_authority)}
        )
        by_address = trusting.set(host="127.0.0.1")
        for url, reason in ((mistrusting, "certificate verify failed"), (by_address, "does not match host name")):
            assert move_between(shop_url, url.render_as_string(hide_password=False)) == 2
            assert reason in capsys.readouterr().err
        assert contents(empty_url) == {}
        assert move_between(shop_url, trusting.render_as_string(hide_password=False)) == 0
        assert front.secured >= 3  # lock, migrations and rows
    assert contents(empty_url) == contents(shop_url)
