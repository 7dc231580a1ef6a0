"""The SQLite file of the published run: written aside, proved, and put in place."""

import fcntl
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from db.engine import database_url, engine_for
from db.migrate import newest_level
from db.moving.connection import connect
from db.moving.place import MoveError, place_at
from db.moving.postgresql_source import level_of
from db.moving.sqlite_export import Exporter
from db.moving.sqlite_source import SqliteSource
from db.pipeline_lock import pipeline_lock
from db.settings import Settings, load_settings, stop


def write_file(path: Path) -> None:
    """Write it, and tell how it went; ends the command with a sentence where it can't be done."""
    settings = load_settings()
    begin = time.perf_counter()
    print(f"Writing {path}", flush=True)
    try:
        run_id = export(database_url(settings), path, settings)
    except MoveError as error:
        stop(str(error))
    except sqlite3.Error as error:
        stop(f"{path} cannot be written ({error}). What was there before is still there.")
    except (psycopg.Error, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__]
        stop(f"the database ended the work ({reason[0]}). Run it again; {path} is as it was.")
    except KeyboardInterrupt:
        print(f"\nInterrupted; {path} is as it was.", file=sys.stderr, flush=True)
        raise SystemExit(130) from None
    size = path.stat().st_size / 1e6
    print(f"Run {run_id} is in {path}, {size:,.1f} MB ({time.perf_counter() - begin:.1f} s).")


def export(url: str, path: Path, settings: Settings) -> int:
    """Write the file aside, prove it against the database and put it in place; returns the number of its run.

    Raises MoveError, with the file of before untouched, when that can't be done.
    """
    engine = engine_for(url, settings.time_zone)
    try:
        with pipeline_lock(engine), closing(connect(place_at(url))) as connection:
            level = level_of(connection)
            if level != newest_level():
                raise MoveError(
                    f"the database is at migration level {level} and this code at {newest_level()}; "
                    "run `python -m db.migrate` first."
                )
            connection.execute("begin isolation level repeatable read read only")
            with _written_aside(path) as aside:
                with closing(sqlite3.connect(aside)) as file:
                    # A half-written file is thrown away, so nothing needs a journal.
                    file.execute("pragma journal_mode = off")
                    file.execute("pragma synchronous = off")
                    exporter = Exporter(connection, file)
                    exporter.write(settings.time_zone)
                    file.commit()
                _prove(aside, exporter)
    finally:
        engine.dispose()
    run_id: int = exporter.run["run_id"]
    return run_id


@contextmanager
def _written_aside(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its place at the end. Raises MoveError when another is at it."""
    aside = path.with_name(f".{path.name}.new")
    try:
        lock = aside.with_name(f".{path.name}.lock").open("w")
    except OSError as error:
        raise MoveError(f"{path} cannot be written ({error.strerror}).") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MoveError(f"another export is writing {path}; wait for its end.") from None
        try:
            aside.unlink(missing_ok=True)  # a broken-off export left it
            yield aside
            with aside.open("rb") as written:
                os.fsync(written.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
            Path(lock.name).unlink(missing_ok=True)


def _prove(aside: Path, exporter: Exporter) -> None:
    begin = time.perf_counter()
    with closing(SqliteSource(place_at(str(aside)))) as written:
        differing = [
            table.name for table in written.tables() if written.fingerprint(table) != exporter.proofs[table.name]
        ]
    if differing:
        raise MoveError(f"the file is not equal to the database in {', '.join(differing)}; it was not kept.")
    print(f"  every table is equal to the database's{time.perf_counter() - begin:24.1f} s", flush=True)
