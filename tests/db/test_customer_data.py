"""All that is held about one customer comes out, and nothing of another one."""

import csv
import io
import json
import stat
import zipfile
from pathlib import Path

from sqlalchemy import Engine, text

from db.customer_data import PARTS, as_zip, customer_data
from db.pending import publish_waiting
from tests.conftest import Runner
from tests.etl.shop_tables import load_lines

LINES = [
    "1001,A1,=1+1,2,2011-01-03 10:00:00,1.50,17850,France",
    "1001,A1,=1+1,2,2011-01-03 10:00:00,1.50,17850,France",
    "1002,A9,Free,1,2011-01-04 10:00:00,0,17850,France",
    "1003,A1,Apple,5,2011-02-04 09:30:00,1.50,00123,France",
]
TABLES = """
select c.relname::text
from pg_attribute as a inner join pg_class as c on a.attrelid = c.oid
where
    a.attname = 'customer_id' and c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'customer_list'  -- scores and predictions once more, side by side
"""


def load(engine: Engine, folder: Path) -> None:
    load_lines(engine, folder, LINES)
    with engine.begin() as connection:
        publish_waiting(connection)


def test_every_table_with_customers_is_asked(engine: Engine) -> None:
    asked = " ".join((Path("db/sql/customer_data") / f"{name}.sql").read_text() for name in PARTS)
    with engine.connect() as connection:
        tables = connection.execute(text(TABLES)).scalars().all()
    assert len(tables) >= 9
    assert [table for table in tables if f"from {table}\n" not in asked and f"from {table} " not in asked] == []


def test_lines_kept_and_refused_come_out_as_json_and_csv(engine: Engine, tmp_path: Path) -> None:
    load(engine, tmp_path)
    with engine.connect() as connection:
        parts = customer_data(connection, "17850")
        assert customer_data(connection, "1785") is None
    assert parts is not None
    assert [row["reason"] for row in parts["refused_lines"]] == ["exact duplicate", "price is zero"]
    with zipfile.ZipFile(io.BytesIO(as_zip("17850", parts))) as archive:
        told = json.loads(archive.read("customer.json"))
        (line,) = csv.DictReader(io.StringIO(archive.read("order_lines.csv").decode()))
    assert (told["customer_id"], told["customer"][0]["orders"], told["orders"][0]["net"]) == ("17850", 1, 3.0)
    assert "00123" not in json.dumps(told)
    assert told["order_lines"][0]["description"] == "=1+1"
    assert line["description"] == "'=1+1"


def test_a_view_that_names_the_customer_comes_out_and_makes_nobody_a_customer(engine: Engine, tmp_path: Path) -> None:
    load(engine, tmp_path)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into saved_views (name, search, texts) values"
                " ('watch', 'q=17850', '{17850}'), ('another', 'q=nobody', '{nobody}')"
            )
        )
        parts = customer_data(connection, "17850")
        assert customer_data(connection, "nobody") is None
    assert parts is not None
    assert [(row["name"], row["search"]) for row in parts["views"]] == [("watch", "q=17850")]


def test_the_command_writes_a_file_for_its_owner_alone(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    load(engine, tmp_path)
    path = tmp_path / "held.zip"
    path.write_text("before")
    done = run_script("-m", "db.customer_data", "17850", "--file", path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"{path}: 1 customer, 1 orders, 1 order lines, 2 refused lines"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert zipfile.is_zipfile(path)
    unknown = run_script("-m", "db.customer_data", "nobody", "--file", tmp_path / "none.zip")
    with engine.connect() as connection:
        noted = connection.execute(text("select who, what, about from access.audit")).all()
    assert noted == [("this machine", "customer data", "17850")]
    assert (unknown.returncode, (tmp_path / "none.zip").exists()) == (2, False)
    assert "nothing is held about a customer with the id 'nobody'" in unknown.stderr
