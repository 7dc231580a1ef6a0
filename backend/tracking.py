"""Every request from its first to its last byte: a line in the log, and its time in the metrics."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, g, request

from backend import metrics

log = logging.getLogger("backend.requests")

RULE = "dashboard.rule"  # in the WSGI environment: the endpoint's rule, in place of a path that may name a customer
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUIET = ("/healthz", "/readyz", "/metrics")  # asked every few seconds
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def register_tracking(app: Flask) -> None:
    """Name each request (by the proxy's X-Request-Id where it sent one) and track it to its end."""

    @app.before_request
    def name_request() -> None:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else secrets.token_hex(6)
        request.environ[RULE] = request.url_rule.rule if request.url_rule else "none"

    app.wsgi_app = _tracked(app.wsgi_app)  # type: ignore[method-assign,assignment]  # as Flask's documentation has it


def _tracked(application: WSGIApplication) -> WSGIApplication:
    def track(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = _Answer(environ)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            answer.status = int(status[:3])
            answer.headers = dict(headers)
            return start_response(status, headers, *error)

        answer.body = application(environ, start)
        return answer

    return track


class _Answer:
    """The body on its way; closed by the server when it has been sent, or when its reader has gone."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.status = 500
        self.headers: dict[str, str] = {}
        self.body: Iterable[bytes] = ()
        self._environ = environ
        self._began = time.perf_counter()
        self._complete = False
        metrics.IN_PROGRESS.inc()

    def __iter__(self) -> Iterator[bytes]:
        yield from self.body
        self._complete = True

    def close(self) -> None:
        metrics.IN_PROGRESS.dec()
        try:
            close = getattr(self.body, "close", None)
            if close:
                close()
        finally:
            self._tell(time.perf_counter() - self._began)

    def _tell(self, seconds: float) -> None:
        rule = self._environ.get(RULE, "none")
        method = self._environ["REQUEST_METHOD"]
        method = method if method in METHODS else "other"
        metrics.DURATION.labels(method, rule, str(self.status)).observe(seconds)
        if not self._complete:
            metrics.CUT_OFF.labels(rule).inc()
        if self.status >= 500 or not self._complete:
            level = logging.WARNING
        else:
            level = logging.DEBUG if rule in QUIET else logging.INFO
        if log.isEnabledFor(level):
            run_id = self.headers.get("X-Run-Id")
            told = {
                "request_id": self.headers.get("X-Request-Id"),
                "run_id": int(run_id) if run_id else None,
                "method": method,
                "endpoint": rule,
                "status": self.status,
                "duration_ms": round(seconds * 1000, 1),
                "complete": self._complete,
            }
            log.log(level, "request", extra=told)
