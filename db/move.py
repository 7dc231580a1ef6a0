"""Move a shop into another PostgreSQL database, and prove it: `python -m db.move SOURCE TARGET`.

SOURCE is a PostgreSQL URL or a SQLite file of `make export-sqlite`, TARGET a PostgreSQL URL. The source is only read.
Broken off at any moment, the same command goes on where it stopped.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from db.engine import engine_for
from db.migrate import newest_level
from db.moving.order_lines import holds_order_lines_alone, move_order_lines
from db.moving.place import MoveError, Place, asked_place
from db.moving.postgresql_source import PostgresqlSource
from db.moving.source import Source
from db.moving.sqlite_source import SqliteSource
from db.moving.table import Table
from db.moving.target import Target
from db.pipeline_lock import pipeline_lock
from db.progress import BlocksWithBar
from db.settings import Settings, load_settings, stop


@dataclass(frozen=True)
class Proof:
    """What both sides say of a table: rows and md5."""

    table: str
    there: tuple[int, str]
    here: tuple[int, str]
    is_in_place: bool = True  # a partition of the same table, for the same values

    @property
    def holds(self) -> bool:
        """True when nothing differs."""
        return self.there == self.here and self.is_in_place

    def line(self) -> str:
        """A row of the table that is printed."""
        verdict = "equal" if self.holds else "DIFFERENT" if self.is_in_place else "NOT ATTACHED"
        line = f"  {self.table:<36}{self.here[0]:>13,}  {self.here[1]:<32}  {verdict}"
        return line if self.holds else f"  {self.table:<36}{self.there[0]:>13,}  {self.there[1]:<32}  there\n{line}"


HEAD = f"  {'table':<36}{'rows':>13}  {'md5 of all rows, in the order of the key'}"


def move(source_place: Place, target_place: Place, settings: Settings) -> list[str]:
    """Move and prove; returns the names of what differs, none when all is equal.

    Raises MoveError, before anything is changed, when the move can't begin.
    """
    with ExitStack() as stack:
        if not source_place.url and holds_order_lines_alone(source_place):
            target = Target(target_place, settings.time_zone)
            stack.callback(target.close)
            return move_order_lines(source_place, target, settings)
        source = _open_source(source_place)
        stack.callback(source.close)
        if source.level != newest_level():
            raise MoveError(
                f"{source.name} is at migration level {source.level} and this code at {newest_level()}; "
                + ("bring it there first: python -m db.migrate." if source_place.url else "export it again.")
            )
        target = Target(target_place, settings.time_zone)
        stack.callback(target.close)
        if isinstance(source, PostgresqlSource) and target.is_same_database(source.connection):
            raise MoveError(f"source and target are the same database ({target.name}).")
        target.check(source.identity)
        for place in (source_place, target_place):
            if place.url:
                stack.enter_context(_pipelines_wait(place, settings))
        source.open()
        tables = source.tables()
        target.begin(source.identity, source.name)
        if target.finished:
            print(f"The move from {source.name} to {target.name} was finished before; it is proved again.")
        else:
            print(f"Moving {source.name} to {target.name}", flush=True)
            for table in tables:
                target.check_columns(table)
            target.forget_others(tables)
        proofs = [_bring(source, target, table) for table in tables]
        differing = [proof.table for proof in proofs if not proof.holds]
        if not target.finished:
            target.set_sequences(source.sequences())
            target.make_views(source.views())
        here = target.sequences()
        differing += [name for name, last in source.sequences() if here.get(name, 0) < last]
        print("\n".join(["", HEAD, *(proof.line() for proof in proofs)]))
        if not differing and not target.finished:
            target.finish()
        return differing


def _open_source(place: Place) -> Source:
    return PostgresqlSource(place) if place.url else SqliteSource(place)


@contextmanager
def _pipelines_wait(place: Place, settings: Settings) -> Iterator[None]:
    """Hold the pipeline's lock of a database, so that nothing is loaded, scored or published there meanwhile."""
    engine = engine_for(place.url, settings.time_zone)
    try:
        with pipeline_lock(engine):
            yield
    finally:
        engine.dispose()


def _bring(source: Source, target: Target, table: Table) -> Proof:
    """Fill a table, unless it is there already and equal, and compare the two sides."""
    begin = time.perf_counter()
    done = ""
    proof = _prove(source, target, table) if target.finished or target.has_copied(table) else None
    if proof is None or not (proof.holds or target.finished):
        target.fill(table, BlocksWithBar(source.blocks(table), table.bytes, table.name))
        done = f"copied in {time.perf_counter() - begin:.1f} s, "
        begin = time.perf_counter()
        proof = _prove(source, target, table)
    print(
        f"  {table.name:<36}{proof.here[0]:>13,} rows  {done or 'there already, '}"
        f"{'proved' if proof.holds else 'DIFFERENT'} in {time.perf_counter() - begin:.1f} s",
        flush=True,
    )
    return proof


def _prove(source: Source, target: Target, table: Table) -> Proof:
    with ThreadPoolExecutor(1) as beside:  # both servers count at the same time
        there = beside.submit(source.fingerprint, table)
        here = target.fingerprint(table)
        in_place = table.parent is None or target.bound_of(table) == (table.parent, table.bound)
        return Proof(table.name, there.result(), here, in_place)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description="Move a shop's data into another PostgreSQL database, and prove that it is the same.",
        epilog="Without SOURCE or TARGET (or with '-') the environment's MOVE_FROM or MOVE_TO, else the shop's own "
        "database. A URL with a password belongs into the environment.",
    )
    parser.add_argument("source", nargs="?", help="a PostgreSQL URL, or a file of make export-sqlite")
    parser.add_argument("target", nargs="?", help="a PostgreSQL URL of an empty database")
    options = parser.parse_args(arguments)
    if all(value in (None, "-") for value in (options.source, options.target)) and not (
        os.environ.get("MOVE_FROM") or os.environ.get("MOVE_TO")
    ):
        stop("say where from or where to, as in: make move FROM=sales_data.db (docs/moving.md)")
    settings = load_settings()
    begin = time.perf_counter()
    try:
        source = asked_place(options.source, "MOVE_FROM", settings)
        target = asked_place(options.target, "MOVE_TO", settings)
        if not target.url:
            raise MoveError(f"the target {target.name} is no PostgreSQL URL; `make export-sqlite` writes SQLite.")
        differing = move(source, target, settings)
    except MoveError as error:
        stop(str(error))
    except (psycopg.Error, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__]
        stop(f"a database ended the work ({reason[0]}). The same command goes on where it stopped.")
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on where it stopped.", file=sys.stderr, flush=True)
        raise SystemExit(130) from None
    seconds = f"{time.perf_counter() - begin:.1f} s"
    if differing:
        print(f"\nerror: not equal: {', '.join(differing)}. Keep the source. ({seconds})", file=sys.stderr, flush=True)
        raise SystemExit(1)
    print(f"\nNothing differs between the two sides ({seconds}). Keep the source until you have looked at the target.")


if __name__ == "__main__":
    main()
