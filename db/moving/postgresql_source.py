"""A PostgreSQL database that is moved: read in one snapshot, never written."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from db.moving.connection import connect, one_row
from db.moving.place import MoveError, Place
from db.moving.table import Table, in_order, table_of
from db.queries import read_sql

LEVELS = "public.alembic_version"


def level_of(connection: "Connection[Any]") -> str | None:
    """The migration level of a database, None where there is none."""
    if not one_row(connection, f"select to_regclass('{LEVELS}') is not null")[0]:
        return None
    row = connection.execute(f"select version_num from {LEVELS}").fetchone()
    return row[0] if row else None


def identity_of(connection: "Connection[Any]") -> str:
    """What tells this database from every other, on whatever port it is met."""
    query = (
        "select system_identifier || '/' || pg_database.oid from pg_control_system() cross join pg_database"
        " where datname = current_database()"
    )
    return str(one_row(connection, query)[0])


def tables_of(connection: "Connection[Any]") -> list[Table]:
    """All tables of ours, the partitioned ones among them."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(read_sql("db/sql/moving/tables")).fetchall()
    return [table_of(row) for row in found if row["name"] != LEVELS]


def fingerprint_of(connection: "Connection[Any]", table: Table, rows: str | None = None) -> tuple[int, str]:
    """Rows and md5 of a table (or of the `rows` in brackets), worked out by its server."""
    count, md5 = one_row(connection, table.fingerprint_sql(rows or table.name))
    return count, md5


class PostgresqlSource:
    """Everything is read as of one moment, the snapshot of `open()`."""

    def __init__(self, place: Place) -> None:
        self.name = place.name
        self.connection: Connection[Any] = connect(place)
        level = level_of(self.connection)
        if level is None:
            self.connection.close()
            raise MoveError(f"{place.name} holds no data of this dashboard: the table alembic_version is missing.")
        self.level = level
        self.identity = identity_of(self.connection)

    def open(self) -> None:
        """Take the snapshot; call it under the pipeline's lock, which keeps tables from being replaced meanwhile."""
        self.connection.execute("begin isolation level repeatable read read only")

    def tables(self) -> list[Table]:
        """The tables with rows of their own, in the order in which they can be filled."""
        return in_order(table for table in tables_of(self.connection) if not table.is_partitioned)

    def blocks(self, table: Table) -> Iterator[bytes]:
        """The rows as COPY's text, as they come."""
        copied = f"copy {table.name} ({table.column_list()}) to stdout"
        with self.connection.cursor() as cursor, cursor.copy(copied) as rows:
            yield from map(bytes, rows)

    def fingerprint(self, table: Table) -> tuple[int, str]:
        """Rows and md5 in the snapshot."""
        return fingerprint_of(self.connection, table)

    def views(self) -> Sequence[tuple[str, str]]:
        """Name and definition of each view, each after those that it stands on."""
        return self.connection.execute(read_sql("db/sql/moving/views")).fetchall()

    def sequences(self) -> Sequence[tuple[str, int]]:
        """Name and last number of each sequence that has given one."""
        return self.connection.execute(read_sql("db/sql/moving/sequences")).fetchall()

    def close(self) -> None:
        """End the snapshot."""
        self.connection.close()
