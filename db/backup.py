"""One file with the whole shop: `python -m db.backup [FILE]`.

A tar archive: `database.dump` (pg_dump's own format), `proof.json` (rows and md5 of every table in the very snapshot
that was dumped), and `models/`. It holds customers' data, so only its owner may read it. `db.restore` reads it.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from db.embedded import binaries
from db.engine import database_url, engine_for
from db.moving.connection import one_row
from db.moving.place import MoveError, place_at
from db.moving.postgresql_source import PostgresqlSource
from db.pipeline_lock import pipeline_lock
from db.settings import Settings, load_settings, stop

DUMP, PROOF, MODELS = "database.dump", "proof.json", "models"


def proof_of(source: PostgresqlSource) -> dict[str, Any]:
    """The level, rows and md5 of every table, and every sequence's last number, as the source's snapshot has them."""
    return {
        "level": source.level,
        "tables": {table.name: list(source.fingerprint(table)) for table in source.tables()},
        "sequences": dict(source.sequences()),
    }


def back_up(settings: Settings, file: Path) -> dict[str, Any]:
    """Write the archive and return its proof. An archive that is half-written never bears the name.

    Raises MoveError for a database that can't be read, and CalledProcessError when pg_dump fails.
    """
    url = database_url(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = engine_for(url, settings.time_zone)
    try:
        # The pipeline waits: it must not replace tables between snapshot and dump, nor take models away.
        with pipeline_lock(engine), tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            dump = Path(folder) / DUMP
            source = PostgresqlSource(place_at(url))
            try:
                source.open()
                snapshot = one_row(source.connection, "select pg_export_snapshot()")[0]
                run_tool("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", "--no-owner", f"--file={dump}")
                proof = proof_of(source)
            finally:
                source.close()
            new = Path(folder) / "archive"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as output:
                with tarfile.open(fileobj=output, mode="w") as archive:
                    text = json.dumps(proof, indent=1).encode()
                    about = tarfile.TarInfo(PROOF)
                    about.size, about.mtime = len(text), int(time.time())
                    archive.addfile(about, io.BytesIO(text))
                    archive.add(dump, DUMP)
                    if (settings.data_dir / MODELS).is_dir():
                        archive.add(settings.data_dir / MODELS, MODELS)
                output.flush()
                os.fsync(output.fileno())
            new.replace(file)
    finally:
        engine.dispose()
    return proof


def run_tool(name: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database. Raises CalledProcessError with what it said."""
    parts = make_url(url)
    environment = dict(os.environ)
    if parts.password:
        environment["PGPASSWORD"] = str(parts.password)  # not among the arguments, which everybody can list
    address = parts._replace(password=None).render_as_string()
    subprocess.run(
        [binaries() / name, f"--dbname={address}", *arguments], env=environment, check=True, capture_output=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the whole shop into one file, with its proof.")
    parser.add_argument("file", nargs="?", type=Path, help="default: backups/shop-TIME.tar in the data folder")
    options = parser.parse_args()
    settings = load_settings()
    name = f"shop-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.tar"
    file = (options.file or settings.data_dir / "backups" / name).absolute()
    if file.exists():
        stop(f"{file} is there already; name another file.")
    begin = time.perf_counter()
    try:
        proof = back_up(settings, file)
    except (MoveError, OSError) as error:
        stop(f"no backup was made: {error}")
    except subprocess.CalledProcessError as error:
        stop(f"no backup was made: {error.stderr.decode(errors='replace').strip()}")
    except (psycopg.Error, SQLAlchemyError) as error:
        stop(f"no backup was made; a database ended the work ({str(error).splitlines()[0]}).")
    rows = sum(count for count, _ in proof["tables"].values())
    print(
        f"{file}: {len(proof['tables'])} tables, {rows:,} rows, level {proof['level']}, "
        f"{file.stat().st_size:,} bytes ({time.perf_counter() - begin:.1f} s)."
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
