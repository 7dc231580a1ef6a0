"""Recency, frequency, monetary, scores and gaps: PostgreSQL beside pandas, lifetimes and DuckDB over Parquet."""

import csv
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
from sqlalchemy import Connection, text

from db.engine import pipeline_engine_for, psycopg_connection
from db.queries import read_sql
from db.rfm import OF_ALL_ORDERS, rfm_as_of
from db.settings import ROOT, stop
from tests.benchmarks.measuring import ROUNDS, Table, run, timed
from tests.benchmarks.shop import new_shop, sample_file

COMPARED = "customer_id, recency, frequency, monetary, r_score, f_score, m_score, typical_gap_days"
QUERIES = {
    "orders": "select customer_id, ordered_at, is_order, net from orders",
    "lines": ("select customer_id, invoice_no, invoice_date, quantity, amount, is_return, is_charge from transactions"),
}
TYPES = {
    "customer_id": "varchar", "invoice_no": "varchar", "net": "double", "amount": "double", "is_order": "boolean",
    "is_return": "boolean", "is_charge": "boolean",
}  # fmt: skip
KEPT = "from the totals that each load keeps: PostgreSQL, scores written"
PEERS = Path("tests/benchmarks/peers")
LIFETIMES_PYTHON = ROOT / ".local" / "peers-venv" / "bin" / "python"
Rows = dict[str, tuple[Decimal | None, ...]]
NEWEST_PYTHON = (3, 11)  # the newest that the pins of lifetimes were seen to work with


def lifetimes_python() -> str | None:
    """Python of the venv with lifetimes, made when it is missing; None where this Python is too new for it."""
    if sys.version_info[:2] > NEWEST_PYTHON:
        return None
    if not (LIFETIMES_PYTHON.parent.parent / "made").exists():
        venv = LIFETIMES_PYTHON.parent.parent
        run(["-m", "venv", "--clear", str(venv)])
        run(
            ["-m", "pip", "install", "-q", "-r", str(PEERS / "requirements-lifetimes.txt")],
            python=str(LIFETIMES_PYTHON),
        )
        (venv / "made").touch()
    return str(LIFETIMES_PYTHON)


def rows_of(path: Path) -> Rows:
    """R, F, M, the three scores and the typical gap (None: there is none) of each customer."""
    with path.open() as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: tuple(round(Decimal(value), 2) if value else None for value in row[1:]) for row in rows}


def write(connection: Connection, query: str, as_of: str) -> None:
    """Make the table of scores, as the pipeline does."""
    connection.execute(text("drop table if exists bench_rfm"))
    connection.execute(text(f"create table bench_rfm as {query}"), {"as_of": as_of})
    connection.commit()


def write_from_lines(connection: Connection, as_of: str) -> None:
    """Orders first, as a load makes them, then the scores of them."""
    connection.execute(text("drop table if exists bench_orders"))
    orders = read_sql("etl/sql/orders").replace("{lines}", "transactions")
    connection.execute(text(f"create table bench_orders as {orders}"))
    connection.execute(text("analyze bench_orders"))
    write(connection, rfm_as_of().replace("from orders where", "from bench_orders where"), as_of)


def measure() -> Table:
    path = sample_file()
    ours_name = "from orders: PostgreSQL, scores written"
    table = Table(f"RFM, {path.stem}", ours_name)
    with new_shop() as shop:
        shop.load(path)
        out = shop.folder / "out.csv"
        files = {name: shop.folder / f"{name}.parquet" for name in QUERIES}
        with pipeline_engine_for(shop.url, "UTC").connect() as connection:
            for setting in ("parallel_setup_cost = 0", "parallel_tuple_cost = 0"):
                connection.execute(text(f"set {setting}"))  # as the pipeline's connections have it
            as_of = str(connection.execute(text("select max(ordered_at)::date + 1 from orders")).scalar_one())
            for name, query in QUERIES.items():
                to_parquet(connection, query, files[name])
            write(connection, rfm_as_of(), as_of)
            to_csv(connection, f"select {COMPARED} from bench_rfm", out)
            ours = rows_of(out)
            for _ in range(ROUNDS):
                for name, query in ((ours_name, rfm_as_of()), (KEPT, rfm_as_of(OF_ALL_ORDERS))):
                    table.add(name, timed(partial(write, connection, query, as_of)))
                table.add(
                    "from lines: PostgreSQL, orders and scores written",
                    timed(partial(write_from_lines, connection, as_of)),
                )
                for begin_with, file in files.items():
                    for tool in ("pandas", "duckdb", *(["lifetimes"] if begin_with == "orders" else [])):
                        python = lifetimes_python() if tool == "lifetimes" else sys.executable
                        if python is None:
                            continue
                        arguments = [tool, begin_with, str(file), as_of, str(out)]
                        taken = run([str(PEERS / "rfm_way.py"), *arguments], python=python)
                        seconds, without_reading = map(float, taken.output.split()[-2:])
                        table.add(f"from {begin_with}: {tool}, file to memory", seconds, taken.megabytes)
                        if tool != "duckdb":
                            table.add(f"from {begin_with}: {tool}, memory to memory", without_reading, taken.megabytes)
                        compare(tool, ours, rows_of(out))
    if lifetimes_python() is None:
        table.notes.append("lifetimes is left out: this Python is too new for the versions that it needs.")
    table.notes.append(f"{len(ours):,} customers; all values, scores and gaps of pandas and DuckDB equal PostgreSQL's.")
    return table


def compare(tool: str, ours: Rows, theirs: Rows) -> None:
    """End the benchmark where a tool did other work; lifetimes defines the values in its own way."""
    if tool == "lifetimes":
        if theirs.keys() != ours.keys():
            stop("lifetimes does not know the same customers.")
        return
    differ = sum(not same(theirs.get(customer), row) for customer, row in ours.items())
    if differ or len(theirs) != len(ours):
        stop(f"{tool} has other values or scores for {differ:,} of {len(ours):,} customers.")


def same(theirs: tuple[Decimal | None, ...] | None, ours: tuple[Decimal | None, ...]) -> bool:
    """Equal but for a cent of spend: the others add up binary fractions."""
    if theirs is None or theirs[2] is None or ours[2] is None:
        return False
    return theirs[:2] + theirs[3:] == ours[:2] + ours[3:] and abs(theirs[2] - ours[2]) <= Decimal("0.01")


def to_csv(connection: Connection, query: str, path: Path) -> None:
    with path.open("wb") as file, psycopg_connection(connection).cursor() as cursor:
        cursor.copy_expert(f"copy ({query}) to stdout csv header", file)


def to_parquet(connection: Connection, query: str, path: Path) -> None:
    plain = path.with_suffix(".csv")
    to_csv(connection, query, plain)
    columns = f"types = { {name: kind for name, kind in TYPES.items() if name in query} }"
    duckdb.execute(f"copy (select * from read_csv('{plain}', {columns})) to '{path}' (format parquet)")
    plain.unlink()


if __name__ == "__main__":
    print(measure())
