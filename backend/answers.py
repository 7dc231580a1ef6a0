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
    """The body of an answer, perhaps compressed, the run that it is of, and the names of the queries behind it."""

    body: bytes
    run_id: int
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
            # Heard of, it may be an earlier one by now, which is seen below.
            run = current_app.extensions["run_watch"].current or served_run(connection)
            kept = _kept(run)
            if kept:
                return kept
            run, found = of_one_run(connection, run, lambda run: view(connection, run, *args, **kwargs))
            body = orjson.dumps(found, default=_plain)
        is_gzip = _takes_gzip() and len(body) >= WORTHWHILE
        packed = gzip.compress(body, 6 if len(body) < LONG else 4, mtime=0) if is_gzip else body
        # An earlier run's where a cursor or a parameter names that.
        finished = Finished(packed, found.get("run_id", run.run_id), asked(), is_gzip)
        question = _question(run)
        _cache().put(question, finished)
        return _answer(finished, run, question)

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


def _question(run: ServedRun) -> str:
    """The same for the same question, asked alike compressed or not, while this run is served by this code."""
    return f"{run} {_code_version()} {_takes_gzip()} {request.full_path}"


def _tag(question: str, run_id: int | str) -> str:
    """The answer's name, which begins with the run that it is of."""
    return f"{run_id}-{hashlib.sha256(f'{run_id} {question}'.encode()).hexdigest()[:24]}"


def _kept(run: ServedRun) -> Response | None:
    """The answer that was given before while this run was served, 304 where the client has it already."""
    question = _question(run)
    # `*` would be answered before the question is looked at; a proxy that compresses makes the tag a weak one.
    for tag in filter(None, request.if_none_match.as_set(include_weak=True)):
        run_id = tag.partition("-")[0]
        if tag == _tag(question, run_id):
            return named(Response(status=304), run, run_id, tag)
    finished = _cache().get(question)
    return _answer(finished, run, question) if finished else None


def _answer(finished: Finished, run: ServedRun, question: str) -> Response:
    response = Response(finished.body, content_type="application/json")
    named(response, run, finished.run_id, _tag(question, finished.run_id))
    response.headers["X-Query"] = finished.queries
    if finished.is_gzip:
        response.content_encoding = "gzip"
    return response


def _plain(value: Any) -> Any:
    """Decimals are figures: JSON numbers of at most three decimals for money."""
    return float(value)


def named(response: Response, run: ServedRun, run_id: int | str | None = None, tag: str | None = None) -> Response:
    """Say which run the answer is of; shared caches keep no customer data."""
    name_run(response, run, run_id)
    response.headers["Cache-Control"] = "private, no-cache"
    if tag:
        response.vary.add("Accept-Encoding")
        response.set_etag(tag)
    return response


def name_run(response: Response, run: ServedRun, run_id: int | str | None = None) -> None:
    """Say which run the answer is of, the served one unless told, and which is served."""
    response.headers["X-Run-Id"] = str(run.run_id if run_id is None else run_id)
    response.headers["X-Served-Run-Id"] = str(run.run_id)
