"""Every error is problem+json (RFC 9457): what was wrong with which parameter, and a request id; never a trace."""

import logging
from typing import Any

import orjson
import psycopg2
from apiflask import APIFlask, HTTPError
from flask import Response, g, request
from psycopg2 import errors
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, NotFound

from backend.database import database
from backend.logs import described
from backend.schemas.problem import Problem, ProblemError

log = logging.getLogger("backend")


class ProblemException(HTTPException):
    """An error to answer with: raise it anywhere in a view."""

    def __init__(self, status: int, title: str, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.code = status
        self.title = title
        self.parameter = parameter
        self.retry_after: int | None = None  # seconds


def problem(status: int, title: str, detail: str, found: list[ProblemError] | None = None) -> Response:
    body = Problem(title=title, status=status, detail=detail, request_id=g.get("request_id", ""), errors=found or [])
    response = Response(orjson.dumps(body.model_dump()), status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _validation_errors(error: HTTPError) -> list[ProblemError]:
    found: list[ProblemError] = []
    detail: dict[str, dict[str, list[str]]] = error.detail or {}
    for by_name in detail.values():
        for name, messages in by_name.items():
            unknown = messages == ["Extra inputs are not permitted"]
            message = "there is no such parameter" if unknown else "; ".join(messages)
            found.append(ProblemError(parameter="" if name == "_schema" else name, message=message))
    return found


def register_errors(app: APIFlask) -> None:
    @app.errorhandler(ProblemException)
    def own(error: ProblemException) -> Response:
        detail = error.description or ""
        # The detail names its parameter itself, the list of errors apart.
        message = detail.removeprefix(f"{error.parameter}: ")
        found = [ProblemError(parameter=error.parameter, message=message)] if error.parameter else None
        response = problem(error.code or 500, error.title, detail, found)
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.error_processor
    def validation(error: HTTPError) -> Any:
        found = _validation_errors(error)
        if not found:
            return problem(error.status_code, error.message or "Error", error.message or "Error")
        detail = "; ".join(f"{item.parameter}: {item.message}" if item.parameter else item.message for item in found)
        return problem(error.status_code, "A parameter is wrong", detail, found)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        detail = error.description or error.name
        if isinstance(error, NotFound) and request.url_rule is None:
            detail = f"There is nothing at {request.path[:200]}. /api/docs lists what there is."
        response = problem(error.code or 500, error.name, detail)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After", "WWW-Authenticate"):
                response.headers[name] = value
        return response

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeoutError)
    @app.errorhandler(psycopg2.OperationalError)
    def database_away(error: Exception) -> Response:
        cause = getattr(error, "orig", None) or error
        if isinstance(cause, errors.QueryCanceled):
            return problem(503, "Too slow", "The database took too long for this question. Narrow the filters.")
        log.warning("database cannot be reached", extra=described(error))
        database().find_again()
        return problem(503, "Database away", "The database cannot be reached at the moment. Try again in some seconds.")

    @app.errorhandler(DBAPIError)
    @app.errorhandler(psycopg2.Error)  # of an export, which asks the driver itself
    def bad_value(error: DBAPIError | psycopg2.Error) -> Response:
        cause = getattr(error, "orig", None) or error
        if getattr(error, "connection_invalidated", False) or isinstance(cause, psycopg2.InterfaceError):
            return database_away(error)
        if isinstance(cause, errors.UndefinedTable | errors.UndefinedColumn):
            return problem(503, "Database not ready", "The database is at another level. Run: python -m db.migrate")
        if isinstance(cause, errors.DataError | errors.CannotCoerce):
            return problem(422, "A parameter is wrong", "A value cannot be compared with the data.")
        return unexpected(error)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.error("unexpected error", exc_info=error)
        return problem(500, "Unexpected error", "Something went wrong on the server; nothing was changed. Try again.")
