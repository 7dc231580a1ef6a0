"""A SQLite file of another program that holds order lines: they are loaded as a file, then scored and published."""

import csv
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.moving.connection import one_row
from db.moving.place import MoveError, Place
from db.moving.target import Target
from db.settings import ROOT, Settings

TABLE = "transactions"
SCRIPTS = ("etl/load_data.py", "etl/etl_pipeline.py", "ml/ml_model.py", "etl/history.py")


def holds_order_lines_alone(place: Place) -> bool:
    """True for a file with a table of order lines that `make export-sqlite` did not write.

    Raises MoveError for what is no SQLite file, or has no such table.
    """
    if place.file is None or not place.file.is_file():
        raise MoveError(f"the file {place.name} is missing.")
    try:
        with closing(_open(place.file)) as file:
            tables = {row[0] for row in file.execute("select lower(name) from sqlite_master where type = 'table'")}
    except sqlite3.Error as error:
        raise MoveError(f"{place.name} is no SQLite file that can be read ({error}).") from None
    if {"meta", "meta_tables", "meta_columns"} <= tables:
        return False
    if TABLE not in tables:
        raise MoveError(f"{place.name} has no table {TABLE}; order lines are looked for there.")
    return True


def move_order_lines(place: Place, target: Target, settings: Settings) -> list[str]:
    """Load the table's rows into the target by the scripts that load any file; returns what does not add up.

    The loader finds the columns by their names, and says which one is missing. Raises MoveError when a script ends with
    an error, which it has told itself.
    """
    if place.file is None:
        raise MoveError(f"{place.name} is no file.")
    with place.file.open("rb") as content:
        identity = hashlib.file_digest(content, "sha256").hexdigest()
    target.check(identity)
    target.begin(identity, place.name)
    with _as_csv(place.file, settings.data_dir) as (lines, count):
        if not target.finished:
            environment = {**os.environ, "DATABASE_URL": target.place.url, "PYTHONUNBUFFERED": "1"}
            if not target.place.is_own:  # another shop's models lie in this checkout's data folder
                environment["DATA_DIR"] = str(settings.data_dir / "moved" / target.database)
            for number, script in enumerate(SCRIPTS):
                command = [sys.executable, script, *([str(lines)] if number == 0 else [])]
                if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                    raise MoveError(
                        f"the table {TABLE} of {place.name} could not be moved, for the reason above; {lines.name} is "
                        "that table."
                    )
    lines_in, kept, known, refused = one_row(
        target.connection,
        "select coalesce(sum(lines_in), 0), (select count(*) from public.transactions), coalesce(sum(lines_known), 0),"
        " (select count(*) from public.ledger) from public.loads",
    )
    print(
        f"\n  {TABLE}: {count:,} lines there; here {kept:,} kept, {known:,} known already, {refused:,} in the ledger.\n"
        "  Orders, customers, products, scores, predictions and history were worked out anew from them."
    )
    if not count == lines_in == kept + known + refused:
        return [f"public.{TABLE}"]
    target.finish()
    return []


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


@contextmanager
def _as_csv(path: Path, data_dir: Path) -> Iterator[tuple[Path, int]]:
    """The table as a CSV file, with its number of rows, for as long as it is needed."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="moving-", dir=data_dir) as folder, closing(_open(path)) as file:
        lines, count = Path(folder) / f"{TABLE}.csv", 0
        rows = file.execute(f"select * from {TABLE}")
        with lines.open("w", newline="", encoding="utf-8") as written:
            writer = csv.writer(written)
            writer.writerow(column[0] for column in rows.description)
            for row in rows:
                writer.writerow(row)
                count += 1
        yield lines, count
