"""Answers of the published run: named by run and question, cached in the process, 304 when unchanged."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec

import orjson
from cachetools import LRUCache
from flask import Response, current_app, request
from sqlalchemy import Connection

from backend.database import connect, fetch_rows
from backend.errors import ProblemException
from db.settings import ROOT

CACHE_BYTES = 32_000_000


@dataclass(frozen=True)
class ServedRun:
    """The run that the pointer names; its history is worked out later, and answers turn over then, too."""

    run_id: int
    published_at: datetime
    as_of: datetime
    currency: str
    customers: int
    history_built_at: datetime | None


class AnswerCache:
    """Finished answers of one process, the least used ones dropped first."""

    def __init__(self) -> None:
        self._bodies: LRUCache[str, bytes] = LRUCache(CACHE_BYTES, getsizeof=len)
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            return self._bodies.get(key)

    def put(self, key: str, body: bytes) -> None:
        with self._lock:
            if len(body) < CACHE_BYTES // 8:
                self._bodies[key] = body


def served_run(connection: Connection) -> ServedRun:
    """The published run. Raises 503 with what to do when nothing has been published yet."""
    rows = fetch_rows(connection, "served_run")
    if not rows:
        raise ProblemException(
            503,
            "Nothing published yet",
            "There are no scores yet. Load a file and score it: make pipeline DATA=your-file.csv",
        )
    return ServedRun(**rows[0])


@lru_cache(maxsize=1)
def _code_version() -> str:
    """Changes whenever the code of an answer does, so that no cache outlives it."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("backend/*.py"), *ROOT.glob("backend/sql/*.sql"), *ROOT.glob("db/sql/*.sql")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


Parameters = ParamSpec("Parameters")


def from_published_run(
    view: Callable[Concatenate[Connection, ServedRun, Parameters], dict[str, Any]],
) -> Callable[Parameters, Response]:
    """Turn a view `(connection, run, ...) -> dict` into one that answers with JSON, ETag and cache."""

    @wraps(view)
    def answer(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        with connect() as connection:
            run = served_run(connection)
            question = f"{run} {_code_version()} {request.full_path}"
            tag = f"{run.run_id}-{hashlib.sha256(question.encode()).hexdigest()[:24]}"
            if request.if_none_match.contains(tag):
                return named(Response(status=304), run, tag)
            cache: AnswerCache = current_app.extensions["answers"]
            body = cache.get(tag)
            if body is None:
                body = orjson.dumps(view(connection, run, *args, **kwargs), default=_plain)
                cache.put(tag, body)
        return named(Response(body, content_type="application/json"), run, tag)

    return answer


def _plain(value: Any) -> Any:
    """Decimals are figures: JSON numbers of at most three decimals for money."""
    return float(value)


def named(response: Response, run: ServedRun, tag: str | None = None) -> Response:
    """Say which run the answer is of; shared caches keep no customer data."""
    response.headers["X-Run-Id"] = str(run.run_id)
    response.headers["Cache-Control"] = "private, no-cache"
    if tag:
        response.set_etag(tag)
    return response
