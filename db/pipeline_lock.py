"""One lock for every pipeline, whoever starts it: load, scores and model never run twice at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, text

from db.settings import CLOSED, LOST

PIPELINE_LOCK = 7_300_002


@contextmanager
def pipeline_lock(engine: Engine) -> Iterator[None]:
    """Hold the lock; waits, and says so, while another pipeline has it.

    The server drops the lock when this process dies, however it dies.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        key = {"key": PIPELINE_LOCK}
        if not connection.execute(text("select pg_try_advisory_lock(:key)"), key).scalar_one():
            print("Another pipeline is at work; waiting for it to end ...", flush=True)
            # Asked again and again: a Ctrl-C takes effect only between two statements.
            while not connection.execute(text("select pg_try_advisory_lock(:key)"), key).scalar_one():
                time.sleep(0.2)
        try:
            yield
        finally:
            with suppress(*LOST, *CLOSED):  # a server that has died dropped the lock itself
                connection.execute(text("select pg_advisory_unlock(:key)"), key)
