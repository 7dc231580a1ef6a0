"""RFM from orders: db/sql/rfm_as_of.sql in PostgreSQL beside pandas, lifetimes and DuckDB over Parquet."""

import csv
import sys
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from db.queries import read_sql
from db.settings import ROOT, stop
from tests.benchmarks.measuring import ROUNDS, Table, run, timed
from tests.benchmarks.shop import new_shop, sample_file

SCORES = read_sql("db/sql/rfm_as_of")
COMPARED = "customer_id, recency, frequency, monetary, r_score, f_score, m_score"
PEERS = Path("tests/benchmarks/peers")
LIFETIMES_PYTHON = ROOT / ".local" / "peers-venv" / "bin" / "python"
SUMMED = "select count(*), sum(r_score + f_score + m_score + monetary) from ({scores}) as scores"
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


def rows_of(path: Path) -> dict[str, tuple[Decimal, ...]]:
    """R, F, M and the three scores of each customer."""
    with path.open() as file:
        return {row[0]: tuple(round(Decimal(v), 2) for v in row[1:7]) for row in list(csv.reader(file))[1:]}


def copy_out(connection: Connection, query: str, path: Path) -> None:
    """Write the rows of the query to a CSV file."""
    with path.open("wb") as file, connection.connection.cursor().copy(f"copy ({query}) to stdout csv header") as rows:
        file.writelines(rows)


def ask(connection: Connection, as_of: str) -> None:
    connection.execute(text(SUMMED.format(scores=SCORES)), {"as_of": as_of})


def write(connection: Connection, as_of: str) -> None:
    connection.execute(text("drop table if exists bench_rfm"))
    connection.execute(text(f"create table bench_rfm as {SCORES}"), {"as_of": as_of})
    connection.commit()


def measure() -> Table:
    path = sample_file()
    table = Table(f"RFM from orders, {path.stem}", "PostgreSQL, scores written")
    with new_shop() as shop:
        shop.load(path)
        orders, out = shop.folder / "orders.csv", shop.folder / "out.csv"
        with create_engine(shop.url).connect() as connection:
            connection.execute(text("set search_path = loaded, public"))
            as_of = str(connection.execute(text("select max(ordered_at)::date + 1 from orders")).scalar_one())
            copy_out(connection, "select customer_id, ordered_at, is_order, net from orders", orders)
            write(connection, as_of)
            copy_out(connection, f"select {COMPARED} from bench_rfm", shop.folder / "ours.csv")
            ours = rows_of(shop.folder / "ours.csv")
            for _ in range(ROUNDS):
                table.add("PostgreSQL, scores written", timed(lambda: write(connection, as_of)))
                table.add("PostgreSQL, not written", timed(lambda: ask(connection, as_of)))
                for tool in ("pandas", "lifetimes", "duckdb"):
                    python = lifetimes_python() if tool == "lifetimes" else sys.executable
                    if python is None:
                        continue
                    taken = run([str(PEERS / "orders_way.py"), tool, str(orders), as_of, str(out)], python=python)
                    table.add(tool, float(taken.output.split()[-1]), taken.megabytes)
                    theirs = rows_of(out)
                    if tool == "lifetimes" and theirs.keys() != ours.keys():
                        stop("lifetimes does not know the same customers.")
                    differ = sum(theirs.get(customer) != row for customer, row in ours.items())
                    if tool != "lifetimes" and (differ or len(theirs) != len(ours)):
                        stop(f"{tool} has other values or scores for {differ:,} of {len(ours):,} customers.")
    if lifetimes_python() is None:
        table.notes.append("lifetimes is left out: this Python is too new for the versions that it needs.")
    table.notes.append(f"{len(ours):,} customers; values and scores of pandas and DuckDB equal PostgreSQL's.")
    return table


if __name__ == "__main__":
    print(measure())
