"""Write the published run into a SQLite file: `python -m db.export_sqlite [sales_data.db]`.

The file can be asked in plain SQL anywhere, and `python -m db.move` makes a shop of it again.
"""

import argparse
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write the published run into a SQLite file.")
    parser.add_argument("file", nargs="?", default="sales_data.db", type=Path, help="default: sales_data.db")
    path: Path = parser.parse_args(arguments).file.expanduser()
    from db.moving.sqlite_file import write_file  # noqa: PLC0415  # slow to load, and --help does without

    write_file(path)


if __name__ == "__main__":
    main()
