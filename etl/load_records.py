"""What is written down of a load: what was asked, what it did, and which files the tables hold."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, text

from db.queries import read_sql
from etl.order_files import OrderFile
from etl.staging import Forms

Mode = Literal["add", "replace-period", "replace-all"]


@dataclass(frozen=True)
class LoadOptions:
    """What the user asks of a load."""

    mode: Mode = "add"
    keep_duplicates: bool = False
    decimal: str | None = None
    date_order: str | None = None
    strict: float | None = None  # the share of refused lines above which nothing is loaded
    sample: bool = False
    demo: bool = False
    currency: str = "GBP"
    data_dir: Path | None = None  # where the key lies that knows erased customers again

    def asked(self) -> dict[str, object]:
        """What of it changes how a file is read."""
        return {"keep_duplicates": self.keep_duplicates, "decimal": self.decimal, "date_order": self.date_order}


@dataclass(frozen=True)
class LoadedFile:
    """A file of a load, how it writes its values, and how many lines it has."""

    file: OrderFile
    forms: Forms
    lines: int


@dataclass
class Load:
    """What a load does: lines_in = lines_kept + lines_known + the ledger's."""

    load_id: int
    mode: Mode
    files: list[LoadedFile] = field(default_factory=list)
    lines_in: int = 0
    lines_kept: int = 0
    lines_known: int = 0
    lines_gone: int = 0
    ledger: dict[str, int] = field(default_factory=dict)
    gone_ledger: dict[str, int] = field(default_factory=dict)
    changed_from: date | None = None

    def data_after(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Lines in, kept and refused of all that the tables hold after this load; `before` is the same before it."""
        ledger = Counter(before.get("ledger", {}))
        ledger.update(self.ledger)
        ledger.subtract(self.gone_ledger)
        kept = before.get("lines_kept", 0) + self.lines_kept - self.lines_gone
        left = {reason: lines for reason, lines in sorted(ledger.items()) if lines}
        return {"lines_in": kept + sum(left.values()), "lines_kept": kept, "ledger": left}


def next_load_id(connection: Connection) -> int:
    """A number for a load that is about to begin."""
    load_id: int = connection.execute(text("select nextval(pg_get_serial_sequence('loads', 'load_id'))")).scalar_one()
    return load_id


def effective_mode(connection: Connection, options: LoadOptions) -> Mode:
    """Where there is nothing yet, or only demo data and these are not, everything is replaced."""
    last = connection.execute(text("select demo from loads order by load_id desc limit 1")).one_or_none()
    if last is None or (last.demo and not options.demo):
        return "replace-all"
    return options.mode


def record(connection: Connection, done: Load, source: str, options: LoadOptions, started_at: datetime) -> None:
    """Write a load and its files down."""
    before = connection.execute(text("select data from loads order by load_id desc limit 1")).scalar_one_or_none()
    values = {
        "load_id": done.load_id,
        "mode": done.mode,
        "source": source,
        "sample": options.sample,
        "demo": options.demo or options.sample,
        "lines_in": done.lines_in,
        "lines_kept": done.lines_kept,
        "lines_known": done.lines_known,
        "lines_gone": done.lines_gone,
        "ledger": json.dumps(done.ledger),
        "changed_from": done.changed_from,
        "data": json.dumps(done.data_after({} if done.mode == "replace-all" else before or {})),
        "started_at": started_at,
    }
    places = ", ".join(f":{name}" for name in values)
    connection.execute(
        text(f"insert into loads ({', '.join(values)}) overriding system value values ({places})"), values
    )
    for number, part in enumerate(done.files, start=1):
        connection.execute(
            text(
                "insert into load_files (load_id, file_number, name, content_sha256, reading, lines_in)"
                " values (:load_id, :number, :name, :sha, :reading, :lines_in)"
            ),
            {
                "load_id": done.load_id,
                "number": number,
                "name": part.file.title,
                "sha": part.file.content_sha256,
                "reading": json.dumps(_reading(part.file, options) | {"found": asdict(part.forms)}),
                "lines_in": part.lines,
            },
        )


def _reading(file: OrderFile, options: LoadOptions) -> dict[str, Any]:
    reading: dict[str, Any] = json.loads(json.dumps({"file": file.describe(), "asked": options.asked()}))
    return reading


def not_loaded_yet(engine: Engine, files: Sequence[OrderFile], options: LoadOptions) -> list[OrderFile]:
    """Those of the files whose content is not among what the tables hold, read in this way.

    When everything is to be replaced, all of them, unless the tables hold exactly these.
    """
    with engine.connect() as connection:
        found = connection.execute(text(read_sql("etl/sql/loaded_files"))).all()
        mode = effective_mode(connection, options)
    held = [(row.content_sha256, row.reading) for row in found]
    given = [(file.content_sha256, _reading(file, options)) for file in files]
    if mode == "replace-all":
        same = len(held) == len(given) and all(content in held for content in given)
        return [] if same else list(files)
    return [file for file, content in zip(files, given, strict=True) if content not in held]
