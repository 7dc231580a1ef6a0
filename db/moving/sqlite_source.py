"""A SQLite file of `make export-sqlite` that is moved into PostgreSQL."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from db.moving.place import MoveError, Place
from db.moving.sqlite_values import StoredColumn, copied
from db.moving.table import Column, Table, in_order, quoted

FORMAT = "1"
ROWS_AT_ONCE = 5_000
PACK = 65_536  # rows, as in db/sql/moving/fingerprint.sql

META = """
-- What this file is.
create table meta (name text primary key, value text not null, meaning text not null);
-- One row per table.
create table meta_tables (
    name text primary key, rows integer not null, key text not null, refers_to text not null,
    partitions text not null, meaning text not null
);
-- One row per column: its type in PostgreSQL, and how many places its decimals have (null: as many as each needs).
create table meta_columns (
    table_name text not null, position integer not null, name text not null, type text not null, base text not null,
    is_array integer not null, is_generated integer not null, places integer, has_exact integer not null,
    primary key (table_name, position)
);
-- One row per sequence: the last number given.
create table meta_sequences (name text primary key, last_value integer not null);
"""


class SqliteSource:
    """The published run of a shop, with everything that it stands on, as `db.export_sqlite` wrote it."""

    def __init__(self, place: Place) -> None:
        self.name = place.name
        if place.file is None or not place.file.is_file():
            raise MoveError(f"the file {place.name} is missing.")
        self.connection = sqlite3.connect(f"{place.file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            self.meta: dict[str, str] = dict(self._all("select name, value from meta"))
            self.stored = self._stored()
            self.file_tables: list[tuple[Any, ...]] = self._all(
                "select name, rows, key, refers_to, partitions from meta_tables"
            )
        except sqlite3.Error as error:
            raise MoveError(f"{place.name} is no whole file of `make export-sqlite` ({error}).") from None
        if self.meta.get("format") != FORMAT:
            raise MoveError(f"{place.name} has the format {self.meta.get('format')}; this code reads format {FORMAT}.")
        self.level = self.meta["level"]
        self.identity = self.meta["identity"]

    def _all(self, query: str) -> list[Any]:
        return self.connection.execute(query).fetchall()

    def _stored(self) -> dict[str, list[StoredColumn]]:
        stored: dict[str, list[StoredColumn]] = {}
        for table, name, kind, base, is_array, is_generated, places, has_exact in self._all(
            "select table_name, name, type, base, is_array, is_generated, places, has_exact"
            " from meta_columns order by table_name, position"
        ):
            column = Column(name, kind, base, bool(is_array), bool(is_generated))
            stored.setdefault(table, []).append(StoredColumn(column, places, bool(has_exact)))
        return stored

    def open(self) -> None:
        """Nothing writes to the file: it is made aside and renamed."""

    def tables(self) -> list[Table]:
        """The file's tables; partitions are made for those that are partitioned in PostgreSQL."""
        return in_order(self._table(*row) for row in self.file_tables)

    def _table(self, name: str, rows: int, key: str, refers_to: str, partitions: str) -> Table:
        parts: Sequence[tuple[str, str]] = json.loads(partitions)
        full = f"public.{name}"
        return Table(
            full,
            tuple(each.column for each in self.stored[name]),
            tuple(json.loads(key)),
            tuple(f"public.{other}" for other in json.loads(refers_to)),
            is_partitioned=bool(parts),
            parts=tuple(f"create table if not exists {part} partition of {full} {bound}" for part, bound in parts),
        )

    def _rows(self, table: Table, columns: Sequence[StoredColumn], order: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        picked = ", ".join(each.select_sql() for each in columns)
        ordered = f" order by {', '.join(map(quoted, order))}" if order else ""
        yield from self.connection.execute(f"select {picked} from {quoted(_bare(table))}{ordered}")

    def blocks(self, table: Table) -> Iterator[bytes]:
        """The rows as COPY's text."""
        columns = [each for each in self.stored[_bare(table)] if not each.column.is_generated]
        written = [each.written() for each in columns]
        rows = self._rows(table, columns, ())
        while some := list(islice(rows, ROWS_AT_ONCE)):
            lines = (
                "\t".join(
                    "\\N" if value is None else copied(write(value)) for write, value in zip(written, row, strict=True)
                )
                for row in some
            )
            yield ("\n".join(lines) + "\n").encode()

    def fingerprint(self, table: Table) -> tuple[int, str]:
        """Rows and md5, as db/sql/moving/fingerprint.sql does it; SQLite orders by the key, and this hashes."""
        columns = self.stored[_bare(table)]
        proved = [each.proved() for each in columns]
        packs, pack, count = hashlib.md5(usedforsecurity=False), hashlib.md5(usedforsecurity=False), 0
        texts: Iterable[str] = (
            ",".join("null" if value is None else prove(value) for prove, value in zip(proved, row, strict=True))
            for row in self._rows(table, columns, table.key)
        )
        if not table.key:  # small ones
            texts = sorted(texts, key=str.encode)
        for text in texts:
            pack.update(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().encode())
            count += 1
            if count % PACK == 0:
                packs.update(pack.hexdigest().encode())
                pack = hashlib.md5(usedforsecurity=False)
        if count % PACK:
            packs.update(pack.hexdigest().encode())
        return count, packs.hexdigest()

    def views(self) -> Sequence[tuple[str, str]]:
        """None: a file holds what is published."""
        return ()

    def sequences(self) -> Sequence[tuple[str, int]]:
        """Name and last number of each sequence."""
        return self._all("select name, last_value from meta_sequences order by name")

    def close(self) -> None:
        self.connection.close()


def _bare(table: Table) -> str:
    return table.name.removeprefix("public.")
