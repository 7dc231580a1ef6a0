"""Writes the published run of a PostgreSQL database into a SQLite file."""

import json
import sqlite3
import sys
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from db.migrate import newest_level
from db.moving.connection import one_row
from db.moving.place import MoveError
from db.moving.postgresql_source import fingerprint_of, tables_of
from db.moving.sqlite_source import FORMAT, META
from db.moving.sqlite_values import StoredColumn
from db.moving.table import Table, quoted
from db.queries import read_sql

# The plan's five tables and the orders come first; what has no meaning here is kept for moving the file back alone.
MEANINGS = {
    "customers": "one row per customer",
    "products": "one row per stock code",
    "transactions": "one row per order line",
    "rfm_scores": "one row per scored customer: recency in days, frequency in orders, monetary in the currency",
    "predictions": "one row per scored customer: the probability of an order within the horizon",
    "orders": "one row per customer and invoice: an order (is_order = 1) or a return",
    "history_scores": "one row per month end and customer scored then; as_of is the day after",
    "cohorts": "one row per month of first order and month since",
    "product_pairs": "one row per product and another that is bought with it",
    "next_products": "one row per customer and product to offer next",
    "sales_by_day": "one row per day with a line",
    "ledger": "one row per line that was refused, with the reason",
}
QUEUE = "public.procrastinate_"
OTHER = "kept so that the file can be moved into PostgreSQL again"

# For questions; each table's key has an index besides.
INDEXES = {
    "customers": ["country"],
    "transactions": ["customer_id, invoice_date", "invoice_date", "stock_code", "invoice_no"],
    "rfm_scores": ["customer_id", "segment, monetary"],
    "predictions": ["customer_id", "purchase_probability"],
    "orders": ["ordered_at"],
}
EXPLAINED = {
    "decimals": "numbers (REAL); rounded to meta_columns.places they are exact. Where there is a column <name>_exact"
    " and it is not null, the exact decimal has more digits and is that text",
    "times": "texts such as 2011-12-09 12:50:00, in the shop's time zone; where meta_columns.type says"
    " 'with time zone' in UTC",
    "truth values": "1 and 0",
    "lists": "JSON, as in json_each(customers.countries)",
}


class Exporter:
    """Reads one snapshot of PostgreSQL, writes one SQLite file."""

    def __init__(self, connection: "Connection[Any]", file: sqlite3.Connection) -> None:
        self.connection = connection
        self.file = file
        self.run: dict[str, Any] = {}
        self.proofs: dict[str, tuple[int, str]] = {}  # what PostgreSQL says of each table's rows

    def write(self, time_zone: str) -> None:
        """Write everything, in one transaction of the file. Raises MoveError when nothing is published."""
        self.run = self._published()
        self.file.executescript(META)
        for table in self._tables():
            self._write_table(table)
        self._write_meta(time_zone)

    def _published(self) -> dict[str, Any]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            row: dict[str, Any] | None = cursor.execute(read_sql("db/sql/moving/published_run")).fetchone()
        if row is None:
            raise MoveError("nothing is published yet; run `make pipeline` first.")
        return row

    def _tables(self) -> list[Table]:
        """In the order of MEANINGS; without the queue, and without what no run has published."""
        found = {
            _bare(table): table
            for table in tables_of(self.connection)
            if table.schema == "public" and table.parent is None
        }
        partitioned = tuple(f"{name}_" for name, table in found.items() if table.is_partitioned)
        queue = {
            name
            for name, table in found.items()
            if any(each.startswith(QUEUE) for each in (table.name, *table.refers_to))
        }
        not_attached = {name for name in found if name.startswith(partitioned)}  # scores that no run has published
        names = [*MEANINGS, *sorted(set(found) - set(MEANINGS))]
        return [found[name] for name in names if name in found and name not in queue | not_attached]

    def _condition(self, table: Table) -> str:
        """The rows of the published run, and the loads that it stands on."""
        names = {column.name for column in table.columns}
        if "run_id" in names:
            return f"run_id = {self.run['run_id']}"
        if _bare(table) in {"loads", "load_files"} and self.run["newest_load"] is not None:
            return f"load_id <= {self.run['newest_load']}"
        return "true"

    def _write_table(self, table: Table) -> None:
        from tqdm import tqdm  # noqa: PLC0415  # slow to load

        name, rows = _bare(table), f"(select * from {table.name} where {self._condition(table)}) as held"
        begin = time.perf_counter()
        columns = self._stored_columns(table, rows)
        names = [
            f"{quoted(part)} {each.sqlite_type}" if part == each.column.name else f"{quoted(part)} TEXT"
            for each in columns
            for part in each.names()
        ]
        self.file.execute(f"create table {quoted(name)} ({', '.join(names)})")
        asked = ", ".join(part for each in columns for part in each.export_sql())
        key = ", ".join(map(quoted, table.key))
        places = ", ".join("?" * len(names))
        with self.connection.cursor(name="exported") as cursor:
            cursor.itersize = 10_000
            cursor.execute(f"select {asked} from {rows}")
            self.file.executemany(
                f"insert into {quoted(name)} values ({places})",
                tqdm(cursor, desc=f"  {name}", unit=" rows", leave=False, disable=not sys.stdout.isatty()),
            )
        if key:
            self.file.execute(f"create unique index {quoted(f'{name}_key')} on {quoted(name)} ({key})")
        for number, parts in enumerate(INDEXES.get(name, ()), start=1):
            self.file.execute(f"create index {quoted(f'{name}_{number}')} on {quoted(name)} ({parts})")
        self.proofs[table.name] = fingerprint_of(self.connection, table, rows)
        self._note(table, columns)
        print(f"  {name:<34}{self.proofs[table.name][0]:>13,} rows{time.perf_counter() - begin:8.1f} s", flush=True)

    def _stored_columns(self, table: Table, rows: str) -> list[StoredColumn]:
        """How each column is stored, by a look at the values of those that may need more than a REAL."""
        stored = [StoredColumn(column, column.scale) for column in table.columns]
        reals = [each for each in stored if each.sqlite_type == "REAL" and not each.column.is_array]
        free = [each for each in reals if each.column.base == "numeric" and each.places is None]
        if free:
            bounds = ", ".join(
                f"min(scale({quoted(each.column.name)})), max(scale({quoted(each.column.name)}))" for each in free
            )
            found = one_row(self.connection, f"select {bounds} from {rows}")
            same = {
                each.column.name: least
                for each, least, most in zip(free, found[::2], found[1::2], strict=True)
                if least == most
            }
            stored = [
                StoredColumn(each.column, same.get(each.column.name, each.places)) if each in free else each
                for each in stored
            ]
            reals = [each for each in stored if each.sqlite_type == "REAL" and not each.column.is_array]
        if not reals:
            return stored
        checks = ", ".join(f"coalesce(bool_or(not ({each.is_given_back_sql()})), false)" for each in reals)
        needs = one_row(self.connection, f"select {checks} from {rows}")
        exact = {each.column.name for each, need in zip(reals, needs, strict=True) if need}
        return [StoredColumn(each.column, each.places, each.column.name in exact) for each in stored]

    def _note(self, table: Table, columns: Sequence[StoredColumn]) -> None:
        name = _bare(table)
        parts: Sequence[Any] = ()
        if table.is_partitioned:
            parts = self.connection.execute(
                "select found.part::regclass::text, pg_get_expr(relpartbound, pg_class.oid)"
                f" from (select distinct tableoid as part from {table.name} where {self._condition(table)}) as found"
                " inner join pg_class on pg_class.oid = found.part order by 1"
            ).fetchall()
        refers_to = [other.removeprefix("public.") for other in table.refers_to]
        self.file.execute(
            "insert into meta_tables values (?, ?, ?, ?, ?, ?)",
            (
                name,
                self.proofs[table.name][0],
                *map(json.dumps, (table.key, refers_to, parts)),
                MEANINGS.get(name, OTHER),
            ),
        )
        self.file.executemany(
            "insert into meta_columns values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    name,
                    position,
                    each.column.name,
                    each.column.type,
                    each.column.base,
                    each.column.is_array,
                    each.column.is_generated,
                    each.places,
                    each.has_exact,
                )
                for position, each in enumerate(columns, start=1)
            ),
        )

    def _write_meta(self, time_zone: str) -> None:
        made = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        facts = (
            ("format", FORMAT, "the form of this file"),
            ("identity", uuid.uuid4().hex, "tells this file from every other"),
            ("level", newest_level(), "the migration level of the database that it came from"),
            ("exported_at", made, "when, in UTC"),
            ("run", self.run["run_id"], "the run that was published then"),
            ("as_of", self.run["as_of"], "the moment as of which it scores"),
            ("customers", self.run["customers"], "how many customers it scored"),
            ("shop_name", self.run["shop_name"], "the shop"),
            ("currency", self.run["currency"], "of all sums of money"),
            ("time_zone", time_zone, "the shop's own: times are in it"),
            *((name, words, "how values stand in this file") for name, words in EXPLAINED.items()),
        )
        self.file.executemany(
            "insert into meta values (?, ?, ?)", ((name, str(value), why) for name, value, why in facts)
        )
        sequences = self.connection.execute(read_sql("db/sql/moving/sequences")).fetchall()
        self.file.executemany(
            "insert into meta_sequences values (?, ?)",
            (row for row in sequences if not row[0].startswith(QUEUE)),
        )


def _bare(table: Table) -> str:
    return table.name.removeprefix("public.")
