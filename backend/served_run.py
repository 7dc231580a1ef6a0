"""Which run is served: read from the database, or heard of by a worker that listens for changes."""

import logging
import select
import threading
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from flask import g
from psycopg2.extensions import connection as PsycopgConnection  # noqa: N812  # it is a class
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from backend.database import Database, fetch_rows
from backend.errors import ProblemException
from db.queries import read_sql

log = logging.getLogger("backend.served_run")

HEARTBEAT_SECONDS = 15
RETRY_SECONDS = 1


@dataclass(frozen=True)
class ServedRun:
    """The run that the pointer names; its history is worked out later, and answers turn over then, too."""

    run_id: int
    published_at: datetime
    as_of: datetime
    currency: str
    customers: int
    history_built_at: datetime | None


def served_run(connection: Connection) -> ServedRun:
    """The published run. Raises 503 with what to do when nothing has been published yet."""
    rows = fetch_rows(connection, "served_run")
    if not rows:
        raise ProblemException(
            503,
            "Nothing published yet",
            "There are no scores yet. Load a file and score it: make pipeline DATA=your-file.csv",
        )
    g.served_run = run = ServedRun(**rows[0])  # the answer's head names it
    return run


class RunWatch:
    """Knows the served run without asking: PostgreSQL tells of each change (LISTEN) within milliseconds.

    `current` is None until it is known, while the connection is lost, and where nothing is published; then one asks.
    """

    def __init__(self, database: Database) -> None:
        self.current: ServedRun | None = None
        self._database = database
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to listen, in a thread that ends with the process."""
        threading.Thread(target=self._listen, name="run-watch", daemon=True).start()

    def stop(self) -> None:
        """Do not listen again once the connection is lost."""
        self._stopped.set()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow()
            except (psycopg2.Error, SQLAlchemyError, OSError, ValueError) as error:
                log.info("not listening: %s", type(error).__name__)
            finally:
                self.current = None
            self._stopped.wait(RETRY_SECONDS)

    def _follow(self) -> None:
        pooled = self._database.engine.raw_connection()
        pooled.detach()  # ours alone, not one of the requests'
        connection: PsycopgConnection = pooled.dbapi_connection  # type: ignore[assignment]
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("listen served_run")
            while True:
                connection.notifies.clear()
                self.current = _asked(connection)
                self._wait(connection)
        finally:
            connection.close()

    def _wait(self, connection: PsycopgConnection) -> None:
        """Return when something has changed. Raises when nobody is there any more."""
        while not connection.notifies:
            if not select.select([connection], [], [], HEARTBEAT_SECONDS)[0]:
                with connection.cursor() as cursor:
                    cursor.execute("select 1")
            connection.poll()


def _asked(connection: PsycopgConnection) -> ServedRun | None:
    with connection.cursor() as cursor:
        cursor.execute(read_sql("backend/sql/served_run"))
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return ServedRun(**dict(zip(names, row, strict=True))) if row else None
