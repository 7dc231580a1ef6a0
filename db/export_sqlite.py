"""Write the published run into a SQLite file: `python -m db.export_sqlite [sales_data.db]`.

The file can be asked in plain SQL anywhere, and `python -m db.move` makes a shop of it again.
"""

import argparse
import sqlite3
import sys
import time
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write the published run into a SQLite file.")
    parser.add_argument("file", nargs="?", default="sales_data.db", type=Path, help="default: sales_data.db")
    path: Path = parser.parse_args(arguments).file.expanduser()
    # Slow to load; --help does without.
    import psycopg  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from db.engine import database_url  # noqa: PLC0415
    from db.moving.place import MoveError  # noqa: PLC0415
    from db.moving.sqlite_file import export  # noqa: PLC0415
    from db.settings import load_settings, stop  # noqa: PLC0415

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


if __name__ == "__main__":
    main()
