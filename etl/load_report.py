"""What a load has understood of its files and what came of it, as JSON for a program to read: `--report FILE`."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from db.queries import read_sql
from etl.load_records import Load
from etl.order_files import OrderFile, SourceError


class LoadReport:
    """Filled in as the load goes on, so that one that is refused on the way tells how far it came."""

    def __init__(self) -> None:
        self._files: list[dict[str, Any]] = []
        self._result: dict[str, Any] | None = None
        self._problem: dict[str, Any] | None = None

    def looked_at(self, files: Sequence[OrderFile]) -> None:
        """How each file is read, before a line of it was."""
        self._files = [
            {
                "encoding": None,
                "separator": None,
                "quote": None,
                "sheet": None,
                **file.describe(),
                "name": file.title,
                "columns": [
                    {"column": _without_nul(name), "field": None if field.startswith("unused_") else field}
                    for name, field in zip(file.header, file.columns, strict=True)
                ],
                "lines": None,
                "decimal": None,
                "date_order": None,
                "first_lines": [],
            }
            for file in files
        ]

    def read(self, connection: Connection, done: Load) -> None:
        """How the values of each file are written, and its first lines as they would be kept."""
        for number, (part, told) in enumerate(zip(done.files, self._files, strict=True), start=1):
            rows = connection.execute(text(read_sql("etl/sql/first_lines")), {"file_number": number}).mappings()
            told |= {
                "lines": part.lines,
                "decimal": part.forms.decimal,
                "date_order": part.forms.date_order or "year-first",
                "first_lines": [dict(row) for row in rows],
            }

    def came_to(self, done: Load, *, checked: bool) -> None:
        """lines_in = lines_kept + lines_known + the ledger's; a load that was only checked has no number."""
        self._result = {
            "load_id": None if checked else done.load_id,
            "mode": done.mode,
            "lines_in": done.lines_in,
            "lines_kept": done.lines_kept,
            "lines_known": done.lines_known,
            "lines_gone": done.lines_gone,
            "ledger": done.ledger,
        }

    def refused(self, error: SourceError) -> None:
        self._problem = {
            "problem": _without_nul(error.problem),
            "needs": error.needs,
            "header": [_without_nul(name) for name in error.header],
        }

    def write(self, path: Path) -> None:
        told = {"files": self._files, "result": self._result, "refused": self._problem}
        path.write_text(json.dumps(told, default=_plain), encoding="utf-8")


def _without_nul(told: str) -> str:
    """PostgreSQL keeps none, and would refuse the whole report."""
    return told.replace("\0", "")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")
