"""Answers of the published run: named by run and question, cached in the process, 304 when unchanged."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec

import orjson
from cachetools import LRUCache
from flask import Response, request
from sqlalchemy import Connection

from backend.database import connect, fetch_rows
from backend.errors import ProblemException
from db.settings import ROOT

CACHE_BYTES = 32_000_000


@dataclass(frozen=True)
class ServedRun:
    """The run that the pointer names, and the newest load of order lines."""

    run_id: int
    load_id: int
    as_of: datetime
    currency: str
    customers: int


_cache: LRUCache[tuple[str, str], bytes] = LRUCache(CACHE_BYTES, getsizeof=len)
_cache_lock = threading.Lock()


def served_run(connection: Connection) -> ServedRun:
    """The published run. Raises 503 with what to do when nothing has been published yet."""
    rows = fetch_rows(connection, "served_run")
    if not rows:
        raise ProblemException(
            503, "Nothing published yet", "There are no scores yet. Load a file and score it: make pipeline DATA=your-file.csv"
        )
    return ServedRun(**rows[0])


@cache
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
            question = hashlib.sha256(request.full_path.encode()).hexdigest()[:16]
            tag = f"{run.run_id}-{run.load_id}-{_code_version()}-{question}"
            if request.if_none_match.contains(tag):
                return named(Response(status=304), run, tag)
            with _cache_lock:
                body = _cache.get((tag, request.full_path))
            if body is None:
                body = orjson.dumps(view(connection, run, *args, **kwargs), default=_plain)
                with _cache_lock:
                    if len(body) < CACHE_BYTES // 8:
                        _cache[(tag, request.full_path)] = body
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
