"""Answers of the published run: named by run and question, cached in the process, 304 when unchanged."""

import gzip
import hashlib
import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

import orjson
from cachetools import LRUCache
from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from backend.database import Database, connect
from backend.errors import ProblemException
from backend.served_queries import asked
from backend.served_run import RunWatch, ServedRun, served_run
from db.settings import ROOT

CACHE_BYTES = 32_000_000
WORTHWHILE = 1024  # bytes: shorter answers are not compressed
LONG = 262_144  # bytes: these are compressed by a tenth less, in three quarters of the time


class Finished(NamedTuple):
    """The body of an answer, perhaps compressed, and the names of the queries that it was made by."""

    body: bytes
    queries: str
    is_gzip: bool


class AnswerCache:
    """Finished answers of one process, the least used ones dropped first."""

    def __init__(self) -> None:
        self._answers: LRUCache[str, Finished] = LRUCache(CACHE_BYTES, getsizeof=lambda finished: len(finished.body))
        self._lock = threading.Lock()

    def get(self, key: str) -> Finished | None:
        with self._lock:
            return self._answers.get(key)

    def put(self, key: str, finished: Finished) -> None:
        with self._lock:
            if len(finished.body) < CACHE_BYTES // 8:
                self._answers[key] = finished


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
            kept = _kept(run)
            if kept:
                return kept
            run, found = of_one_run(connection, run, lambda run: view(connection, run, *args, **kwargs))
            tag, body = _tag(run), orjson.dumps(found, default=_plain)
        is_gzip = _takes_gzip() and len(body) >= WORTHWHILE
        finished = Finished(
            gzip.compress(body, 6 if len(body) < LONG else 4, mtime=0) if is_gzip else body, asked(), is_gzip
        )
        _cache().put(tag, finished)
        return _answer(finished, run, tag)

    answer.is_kept = True  # type: ignore[attr-defined]  # for `answer_at_once`
    return answer


def of_one_run(
    connection: Connection, run: ServedRun, work: Callable[[ServedRun], dict[str, Any]]
) -> tuple[ServedRun, dict[str, Any]]:
    """What is worked out of the run. Each query sees the newest tables, so where another run has been published
    between two of them it is worked out again; so nothing may be written there."""
    while True:
        g.pop("queries", None)  # those of the run before
        found: dict[str, Any] | ProblemException | NoResultFound
        try:
            found = work(run)
        except (ProblemException, NoResultFound) as error:  # perhaps one of the two has it
            found = error
        now = served_run(connection)
        if now != run:
            run = now
        elif isinstance(found, Exception):
            raise found
        else:
            return run, found


def register_answers(app: Flask, database: Database) -> None:
    """Keep finished answers; where the run is known without asking, they are given before anything is worked out."""
    app.extensions["answers"] = AnswerCache()
    app.extensions["run_watch"] = watch = RunWatch(database)

    @app.before_request
    def answer_at_once() -> Response | None:
        run = watch.current
        view = app.view_functions.get(request.endpoint or "")
        return _kept(run) if run and request.method == "GET" and getattr(view, "is_kept", False) else None


def _cache() -> AnswerCache:
    cache: AnswerCache = current_app.extensions["answers"]
    return cache


def _takes_gzip() -> bool:
    return bool(request.accept_encodings["gzip"])


def _tag(run: ServedRun) -> str:
    """The answer's name: the same for the same question, asked alike compressed or not, to the same run and code."""
    question = f"{run} {_code_version()} {_takes_gzip()} {request.full_path}"
    return f"{run.run_id}-{hashlib.sha256(question.encode()).hexdigest()[:24]}"


def _kept(run: ServedRun) -> Response | None:
    """The answer of this run that was given before, 304 where the client has it already."""
    tag = _tag(run)
    known = request.if_none_match
    # A proxy that compresses makes the tag a weak one. `*` would be answered before the question is looked at.
    if known.is_strong(tag) or known.is_weak(tag):
        return named(Response(status=304), run, tag)
    finished = _cache().get(tag)
    return _answer(finished, run, tag) if finished else None


def _answer(finished: Finished, run: ServedRun, tag: str) -> Response:
    response = named(Response(finished.body, content_type="application/json"), run, tag)
    response.headers["X-Query"] = finished.queries
    if finished.is_gzip:
        response.content_encoding = "gzip"
    return response


def _plain(value: Any) -> Any:
    """Decimals are figures: JSON numbers of at most three decimals for money."""
    return float(value)


def named(response: Response, run: ServedRun, tag: str | None = None) -> Response:
    """Say which run the answer is of; shared caches keep no customer data."""
    response.headers["X-Run-Id"] = str(run.run_id)
    response.headers["Cache-Control"] = "private, no-cache"
    if tag:
        response.vary.add("Accept-Encoding")
        response.set_etag(tag)
    return response
