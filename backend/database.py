"""The web process's connections: read-only, with a time limit, made after the fork."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, text

from db.engine import engine_for, web_database_url
from db.queries import read_sql
from db.settings import Settings

STATEMENT_TIMEOUT_MS = 15_000


class Database:
    """The pool of one process: the first request makes it, so that no connection is shared over a fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = engine_for(
                web_database_url(self.settings),
                self.settings.time_zone,
                pool_size=4,
                max_overflow=4,
                pool_timeout=5,
                options=f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_TIMEOUT_MS}",
            )
        return self._engine

    @property
    def url(self) -> str:
        """Where the database is, for the queue of jobs, which has connections of its own."""
        return web_database_url(self.settings)

    def connect_early(self) -> None:
        """Find the database (and keep the embedded one up) before the first request comes."""
        _ = self.engine

    def reset(self) -> None:
        """Forget the pool, so that the next request asks anew where the database is."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


@contextmanager
def connect() -> Iterator[Connection]:
    """One read-only connection for the length of the block."""
    with database().engine.connect() as connection:
        yield connection


@contextmanager
def connect_to_write() -> Iterator[Connection]:
    """One transaction that may write, for the few tables that are the users' own; what runs publish is never among
    them."""
    with database().engine.begin() as connection:
        connection.execute(text("set transaction read write"))
        yield connection


def fetch_row(connection: Connection, name: str, /, **parameters: Any) -> dict[str, Any]:
    """The one row that the query `backend/sql/<name>.sql` gives."""
    return dict(connection.execute(text(read_sql(f"backend/sql/{name}")), parameters).mappings().one())


def fetch_rows(connection: Connection, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """All rows that the query `backend/sql/<name>.sql` gives."""
    found = connection.execute(text(read_sql(f"backend/sql/{name}")), parameters).mappings()
    return [dict(row) for row in found]
