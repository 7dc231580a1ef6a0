"""Short transactions that need a table for themselves: a reader is waited for briefly, and then they try again."""

import time
from collections.abc import Callable

from psycopg2 import errors
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

ATTEMPTS = 20


def in_short_transaction(engine: Engine, work: Callable[[Connection], None]) -> None:
    """Do `work` in a transaction that waits at most 2 s for a lock, so that nobody waits longer behind it."""
    for attempt in range(ATTEMPTS):
        try:
            with engine.begin() as connection:
                connection.execute(text("set local lock_timeout = '2s'"))
                work(connection)
            return
        except OperationalError as error:
            if not isinstance(error.orig, errors.LockNotAvailable) or attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.5)
