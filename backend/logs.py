"""Logs: one JSON object a line, without personal data: no query strings, ids of customers, addresses or bodies."""

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

import orjson

from db.settings import ROOT

_USUAL = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Time, level, logger, message and whatever `extra` names."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _USUAL},
        }
        if record.exc_info and record.exc_info[1]:
            line |= described(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


class WithoutRequest(logging.Filter):
    """gunicorn's own lines name addresses, paths and what was sent; of a request only the kind of an error is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.threadName == "MainThread":  # the server's own doings; a thread has to do with requests alone
            return True
        kind = sys.exc_info()[0]
        if kind is None:
            return not record.args
        record.msg, record.args = f"not answered: {kind.__name__}", ()
        return True


def described(error: BaseException) -> dict[str, Any]:
    """What went wrong and where. Never the error's own text: a driver's holds the values of the statement."""
    cause = getattr(error, "orig", None) or error
    return {
        "error": type(cause).__name__,
        "sqlstate": getattr(cause, "pgcode", None),
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)],
    }


def _short(path: str) -> str:
    found = Path(path)
    return str(found.relative_to(ROOT)) if found.is_relative_to(ROOT) else "/".join(found.parts[-2:])


def logging_config(level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`: everything of this level and above, to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}},
        "filters": {"without_request": {"()": WithoutRequest}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"level": level.upper(), "handlers": ["lines"]},
        "loggers": {
            "gunicorn.error": {
                "level": level.upper(),
                "handlers": [],
                "propagate": True,
                "filters": ["without_request"],
            },
            # Its lines hold paths with customers' ids and addresses; backend/tracking.py tells the requests.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
