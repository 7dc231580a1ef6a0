"""The web process's connections: read-only, with time limits, made after the fork, found again after an outage."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, text

from backend.served_queries import timed
from db.engine import engine_for, web_database_url
from db.queries import read_sql
from db.settings import Settings

# A server that is gone without a word is noticed within seconds: unanswered bytes, and silence on an idle connection.
DRIVER = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}


class Database:
    """The pool of one process. A connection shared over a fork would give each side the other's rows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._url = ""
        self._process = 0
        self._searching = False

    @property
    def engine(self) -> Engine:
        engine = self._engine
        if engine is not None and self._process == os.getpid():
            return engine
        with self._lock:
            if self._engine is None or self._process != os.getpid():
                if self._engine is not None:
                    self._engine.dispose(close=False)  # made before the fork: the parent's to close
                self._use(web_database_url(self.settings))
            assert self._engine is not None  # noqa: S101  # nosec B101  # told to mypy; _use has just set it
            return self._engine

    def _use(self, url: str) -> None:
        settings = self.settings
        self._url, self._process = url, os.getpid()
        self._engine = engine_for(
            url,
            settings.time_zone,
            pool_size=4,
            max_overflow=4,
            pool_timeout=5,
            hide_parameters=True,
            driver=DRIVER,
            options="-c default_transaction_read_only=on"
            f" -c statement_timeout={settings.statement_timeout_seconds}s"
            " -c idle_in_transaction_session_timeout=60s",
        )

    @property
    def url(self) -> str:
        """Where the database is, for the queue of jobs, which has connections of its own."""
        _ = self.engine
        return self._url

    def connect_early(self) -> None:
        """Find the database (and keep the embedded one up) before the first request comes."""
        _ = self.engine

    def find_again(self) -> None:
        """After an error of the connection: see beside the requests whether the embedded server is elsewhere now.

        The requests go on asking the place that is known, and say 503 at once while nobody answers there.
        """
        if self.settings.web_database_url or self.settings.database_url:
            return  # its place is fixed, and the pool connects anew by itself
        with self._lock:
            if self._searching:
                return
            self._searching = True
        threading.Thread(target=self._search, name="find-database", daemon=True).start()

    def _search(self) -> None:
        try:
            url = web_database_url(self.settings)  # waits until it is up, or starts it
            with self._lock:
                if url != self._url and self._engine is not None:
                    self._engine.dispose()
                    self._use(url)
        finally:
            self._searching = False

    def reset(self) -> None:
        """Close the idle connections and forget the pool."""
        with self._lock:
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
    with timed(name) as asked:
        row = dict(connection.execute(text(read_sql(f"backend/sql/{name}")), parameters).mappings().one())
        asked.rows = 1
        return row


def fetch_rows(connection: Connection, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """All rows that the query `backend/sql/<name>.sql` gives."""
    return fetch_text(connection, name, read_sql(f"backend/sql/{name}"), **parameters)


def fetch_text(connection: Connection, name: str, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """All rows of the query `name`, in whose text the code has put the parts that it chooses."""
    with timed(name) as asked:
        rows = [dict(row) for row in connection.execute(text(query), parameters).mappings()]
        asked.rows = len(rows)
        return rows
