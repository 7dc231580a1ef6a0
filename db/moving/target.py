"""The database that is moved into: made by the migrations, filled table by table, each in one transaction."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Connection

from db.migrate import known_levels, newest_level, upgrade_url
from db.moving.connection import connect, one_row
from db.moving.place import MoveError, Place
from db.moving.postgresql_source import fingerprint_of, level_of, tables_of
from db.moving.table import Table, quoted
from db.queries import read_sql

# Filled by the migrations themselves; whatever else has rows was put there by somebody.
SEEDED = {"public.charge_codes", "public.segments", "public.segment_rules", "public.new_customer_rule"}

NOTES = """
create schema moving;
create table moving.move (
    only_row boolean primary key default true check (only_row),
    source_identity text not null,
    source_name text not null,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz
);
create table moving.tables (
    name text primary key,
    made_here boolean not null,
    copied_at timestamptz not null default clock_timestamp()
);
"""


class Target:
    """What is done is noted in its schema `moving`, so that a move that was broken off goes on."""

    def __init__(self, place: Place, time_zone: str) -> None:
        self.place = place
        self.name = place.name
        self.time_zone = time_zone
        self.connection: Connection[Any] = connect(place)
        self.finished = False
        self._made: dict[str, Table] = {}  # by the migrations

    @property
    def database(self) -> str:
        """The database's own name."""
        return self.connection.info.dbname

    def is_same_database(self, other: "Connection[Any]") -> bool:
        """True when `other` is a connection to this very database: they would share a lock."""
        key = secrets.randbits(62)
        other.execute(f"select pg_advisory_lock({key})")
        got: bool = one_row(self.connection, f"select pg_try_advisory_lock({key})")[0]
        self.connection.execute("select pg_advisory_unlock_all()")
        other.execute(f"select pg_advisory_unlock({key})")
        return not got

    def check(self, identity: str) -> None:
        """Raises MoveError when the database holds anything but what was moved from this source."""
        if self._has("moving.move"):
            moved, name, self.finished = one_row(
                self.connection, "select source_identity, source_name, finished_at is not null from moving.move"
            )
            if moved != identity:
                raise MoveError(f"{self.name} holds what was moved from {name}; give an empty database.")
        else:
            self._must_be_empty()
        level = level_of(self.connection)
        if level is not None and level not in known_levels():
            raise MoveError(
                f"{self.name} is at migration level {level}, which this code does not know; update the code."
            )
        if level != newest_level() and self.finished:
            raise MoveError(f"{self.name} is at migration level {level}; run `python -m db.migrate` on it first.")

    def begin(self, identity: str, source_name: str) -> None:
        """Make the schema, or take up the move where it stopped; `finished` tells if it ended. Raises as `check`."""
        self.check(identity)
        upgrade_url(self.place.url, self.time_zone)
        if not self._has("moving.move"):
            with self.connection.transaction():
                self.connection.execute(NOTES)
                self.connection.execute(
                    "insert into moving.move (source_identity, source_name) values (%s, %s)", (identity, source_name)
                )
        made_here = self._noted("made_here")
        self._made = {table.name: table for table in tables_of(self.connection) if table.name not in made_here}

    def _has(self, table: str) -> bool:
        return bool(one_row(self.connection, "select to_regclass(%s) is not null", (table,))[0])

    def _noted(self, condition: str) -> set[str]:
        return {row[0] for row in self.connection.execute(f"select name from moving.tables where {condition}")}

    def _must_be_empty(self) -> None:
        tables = tables_of(self.connection)
        if level_of(self.connection) is None:
            if tables:
                raise MoveError(f"{self.name} holds other tables ({tables[0].name}); give an empty database.")
            return
        for table in tables:
            if table.name not in SEEDED and self.connection.execute(f"select 1 from {table.name} limit 1").fetchone():
                raise MoveError(f"{self.name} holds data already (table {table.name}); give an empty database.")

    def forget_others(self, tables: Iterable[Table]) -> None:
        """Drop what an earlier attempt made and the source no longer has, and all views that it made."""
        wanted = {table.name for table in tables}
        with self.connection.transaction():
            for name, _ in self.connection.execute(read_sql("db/sql/moving/views")).fetchall():
                if name.startswith("loaded."):
                    self.connection.execute(f"drop view if exists {name} cascade")
            for name in sorted(self._noted("made_here") - wanted):
                self.connection.execute(f"drop table if exists {name} cascade")
                self.connection.execute("delete from moving.tables where name = %s", (name,))
            if not any(name.startswith("loaded.") for name in wanted):
                self.connection.execute("drop schema if exists loaded cascade")

    def has_copied(self, table: Table) -> bool:
        """True when the table was filled by this move already."""
        return table.name in self._noted("true") and self._has(table.name)

    def check_columns(self, table: Table) -> None:
        """Raises MoveError when the migrations made the table with other columns than the source has."""
        made = self._made.get(table.name)
        if made is None:
            return
        here, there = ({(each.name, each.type) for each in columns} for columns in (made.columns, table.columns))
        if here != there:
            differing = ", ".join(f"{name} {kind}" for name, kind in sorted(here ^ there))
            raise MoveError(f"the table {table.name} has other columns at the source than here: {differing}.")

    def fill(self, table: Table, blocks: Iterable[bytes]) -> None:
        """Replace the table's rows by those of COPY's text, in one transaction."""
        made = self._made.get(table.name)
        with self.connection.transaction():
            after: Sequence[str]
            if made is None:
                self.connection.execute(f"drop table if exists {table.name} cascade")
                for statement in table.before:
                    self.connection.execute(statement)
                after = table.after
            else:
                # Whatever refers to it comes later in the order, so it is filled again, too.
                self.connection.execute(f"truncate {table.name} cascade")
                for statement in table.parts:
                    self.connection.execute(statement)
                after = self._take_off(made)
            with self.connection.cursor().copy(f"copy {table.name} ({table.column_list()}) from stdin") as rows:
                for block in blocks:
                    rows.write(block)
            for statement in after:
                self.connection.execute(statement)
            self.connection.execute(f"analyze {table.name}")
            self.connection.execute(
                "insert into moving.tables (name, made_here) values (%s, %s)"
                " on conflict (name) do update set copied_at = clock_timestamp()",
                (table.name, made is None),
            )

    def _take_off(self, table: Table) -> list[str]:
        """Take keys, indexes and triggers off a table that is about to be filled; returns what puts them back."""
        back = [f"alter table {table.name} enable trigger user"]
        self.connection.execute(f"alter table {table.name} disable trigger user")
        if table.is_partitioned:
            return back
        for index in table.indexes:
            self.connection.execute(f"drop index {index['name']}")
            back.append(index["definition"])
        if not table.is_referred_to:
            for each in table.constraints:
                if each["kind"] in {"p", "u"}:
                    name = quoted(each["name"])
                    self.connection.execute(f"alter table {table.name} drop constraint {name}")
                    back.insert(1, f"alter table {table.name} add constraint {name} {each['definition']}")
        return back

    def fingerprint(self, table: Table) -> tuple[int, str]:
        """Rows and md5, worked out by this server; (0, '') where the table is not there."""
        return fingerprint_of(self.connection, table) if self._has(table.name) else (0, "")

    def bound_of(self, table: Table) -> tuple[str | None, str | None]:
        """Whose partition the table is here, and for which values."""
        found = {each.name: (each.parent, each.bound) for each in tables_of(self.connection)}
        return found.get(table.name, (None, None))

    def set_sequences(self, sequences: Iterable[tuple[str, int]]) -> None:
        """Let each sequence go on after the source's last number."""
        for name, last in sequences:
            self.connection.execute("select setval(%s::regclass, %s)", (name, last))

    def sequences(self) -> dict[str, int]:
        """Last number of each sequence that has given one."""
        return dict(self.connection.execute(read_sql("db/sql/moving/sequences")).fetchall())

    def make_views(self, views: Iterable[tuple[str, str]]) -> None:
        """Make the views that no migration makes."""
        for name, definition in views:
            if not self._has(name):
                self.connection.execute(f"create view {name} as {definition}")

    def finish(self) -> None:
        """Note that the move is over: from now on it is proved only, and never filled again."""
        self.connection.execute("update moving.move set finished_at = clock_timestamp()")

    def close(self) -> None:
        self.connection.close()
