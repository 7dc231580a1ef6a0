"""A backup brought back into an empty database, and proved: `python -m db.restore FILE`."""

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from db.backup import DUMP, MODELS, PROOF, proof_of, run_tool
from db.engine import database_url
from db.migrate import known_levels
from db.moving.connection import connect, one_row
from db.moving.place import MoveError, place_at
from db.moving.postgresql_source import PostgresqlSource, tables_of
from db.settings import Settings, load_settings, stop


def _unpack(file: Path, folder: str) -> dict[str, Any]:
    """Unpack the backup; returns its proof."""
    try:
        with tarfile.open(file) as archive:
            archive.getmember(DUMP)
            member = archive.extractfile(PROOF)
            proof: dict[str, Any] = json.load(member) if member else {}
            level = proof["level"]
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, KeyError, OSError, ValueError) as error:
        raise MoveError(f"{file} is no whole backup of this dashboard ({error}).") from None
    if level not in known_levels():
        raise MoveError(f"the backup is at migration level {level}, which this code does not know.")
    return proof


@contextmanager
def _with_models(kept: Path, models: Path) -> Iterator[None]:
    """The models are there before the database is, and are taken away again when it does not come: the other way round
    a database would be there without them."""
    try:
        if kept.is_dir():
            shutil.copytree(kept, models, dirs_exist_ok=True)
    except OSError as error:
        shutil.rmtree(models, ignore_errors=True)
        raise MoveError(f"the models cannot be brought back to {models} ({error}).") from None
    try:
        yield
    except BaseException:
        shutil.rmtree(models, ignore_errors=True)
        raise


def restore(settings: Settings, file: Path) -> list[str]:
    """Bring it back in one transaction; the names of tables and sequences that differ from the backup's proof.

    Raises MoveError, before anything is changed, when the file is no backup or something is there already.
    """
    url = database_url(settings)
    place = place_at(url)
    models = settings.data_dir / MODELS
    with tempfile.TemporaryDirectory(prefix=".restore-") as folder:
        proof = _unpack(file, folder)
        with connect(place) as connection:
            held = [
                table.name
                for table in tables_of(connection)
                if one_row(connection, f"select exists (select from {table.name})")[0]
            ]
            known = one_row(connection, "select to_regclass('public.alembic_version') is not null")[0]
        if held or known:
            raise MoveError(f"{place.name} is not empty; a backup is brought back into an empty database alone.")
        if models.is_dir() and any(models.iterdir()):
            raise MoveError(f"{models} is not empty; take its models away first.")
        with _with_models(Path(folder) / MODELS, models):
            dump = str(Path(folder) / DUMP)
            run_tool(
                "pg_restore", url, "--single-transaction", "--no-owner", "--no-privileges", "--exit-on-error", dump
            )
    source = PostgresqlSource(place)
    try:
        source.open()
        here = proof_of(source)
    finally:
        source.close()
    return _print_differences(proof, here)


def _print_differences(there: dict[str, Any], here: dict[str, Any]) -> list[str]:
    differing = []
    print(f"  {'table':<40}{'rows':>13}  md5 of all rows")
    for name in sorted({*there["tables"], *here["tables"]}):
        before, after = there["tables"].get(name, [0, "missing"]), here["tables"].get(name, [0, "missing"])
        verdict = "equal" if before == after else f"DIFFERENT, was {before[0]:,} {before[1]}"
        print(f"  {name:<40}{after[0]:>13,}  {after[1]:<32}  {verdict}")
        if before != after:
            differing.append(name)
    return differing + [name for name, last in there["sequences"].items() if here["sequences"].get(name) != last]


def main() -> None:
    parser = argparse.ArgumentParser(description="Bring a backup back into an empty database, and prove it.")
    parser.add_argument("file", type=Path, help="what make backup has written")
    options = parser.parse_args()
    begin = time.perf_counter()
    try:
        differing = restore(load_settings(), options.file)
    except MoveError as error:
        stop(f"{error} Nothing was changed.")
    except subprocess.CalledProcessError as error:
        stop(f"nothing was brought back: {error.stderr.decode(errors='replace').strip()}")
    except psycopg.Error as error:
        stop(f"a database ended the work ({str(error).splitlines()[0]}).")
    seconds = f"{time.perf_counter() - begin:.1f} s"
    if differing:
        print(f"\nerror: not equal: {', '.join(differing)}. ({seconds})", file=sys.stderr, flush=True)
        raise SystemExit(1)
    print(f"\nEvery table is as it was when the backup was made ({seconds}).")


if __name__ == "__main__":
    main()
