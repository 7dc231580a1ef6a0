"""What is known of the customers that match before a page of them is read: the same for every page of one question, so
that who scrolls on does not wait for it again."""

import threading
from typing import NamedTuple

from cachetools import LRUCache
from flask import Flask, current_app
from sqlalchemy import Connection

from backend.customer_filters import Filters, Known, known
from backend.customer_page import Total, count
from backend.served_queries import ask_again, asked_since
from backend.served_run import ServedRun

KEPT = 1_000


class Outlook(NamedTuple):
    """What the cells tell of the matches, how many there are, and the queries that said so."""

    known: Known
    total: Total
    queries: tuple[str, ...]


class Outlooks:
    """Those of one process, the least used ones dropped first."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[object, ...], Outlook] = LRUCache(KEPT)
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> Outlook | None:
        with self._lock:
            return self._kept.get(key)

    def put(self, key: tuple[object, ...], outlook: Outlook) -> None:
        with self._lock:
            self._kept[key] = outlook


def register_outlooks(app: Flask) -> None:
    app.extensions["outlooks"] = Outlooks()


def outlook_of(connection: Connection, run: ServedRun, filters: Filters, column: str) -> tuple[Known, Total]:
    """What can be said of the list in the order of `column`, and how many match; as long as this run is served."""
    outlooks: Outlooks = current_app.extensions["outlooks"]
    key = (run, filters.parameters["run_id"], filters.question, column)
    kept = outlooks.get(key)
    if kept is None:
        with asked_since() as queries:
            first = known(connection, filters, column)
            total = count(connection, filters, first)
        kept = Outlook(first, total, tuple(queries))
        outlooks.put(key, kept)
    else:
        ask_again(kept.queries)
    return kept.known, kept.total
