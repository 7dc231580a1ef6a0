"""Load order lines: `python etl/load_data.py FILE`, or a folder of files, or an s3:// prefix.

A file is copied as text into a staging table, typed and judged in SQL, and what is new waits in the schema `loaded`
for the next run, which publishes it: until then, and after any failure, all that is served stays as it was.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from db.engine import make_engine
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.settings import load_settings, run_script, stop
from etl.load_records import Load, LoadOptions, not_loaded_yet
from etl.load_report import LoadReport
from etl.loading import load
from etl.order_files import FIELDS, ReadingOptions, SourceError, find_order_files, list_order_files
from etl.staging import DATE_ORDERS, DECIMALS

MODES = ("add", "replace-period", "replace-all")


def _share(value: str) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise ValueError
    return share


def parser() -> argparse.ArgumentParser:
    """The command line of this script."""
    it = argparse.ArgumentParser(description="Load order lines into PostgreSQL.")
    it.add_argument("data", help="a file (CSV, TSV, gzip, XLSX, Parquet), a folder of them, or s3://bucket/prefix")
    it.add_argument(
        "--each", action="store_true", help="each file of a folder is a load of its own: a bad one stops no other"
    )
    it.add_argument("--name", help="what to call a file that lies under another name")
    it.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was understood, and what came of it, as JSON"
    )
    it.add_argument("--check", action="store_true", help="show what was understood, with five lines; load nothing")
    it.add_argument(
        "--mode",
        choices=MODES,
        default="add",
        help="add what is new (default), replace the days that the file covers, or replace everything",
    )
    it.add_argument(
        "--strict",
        type=_share,
        nargs="?",
        const=0.0,
        metavar="SHARE",
        help="load nothing when more than this share of lines would be refused (0 when no share is given)",
    )
    it.add_argument("--keep-duplicates", action="store_true", help="keep lines that are the same in every column")
    reading = it.add_argument_group("how to read it, where that was not found rightly")
    reading.add_argument("--date-order", choices=sorted(DATE_ORDERS), help="for dates such as 3/4/2011")
    reading.add_argument("--decimal", choices=sorted(DECIMALS), help="for numbers such as 1,234")
    reading.add_argument("--encoding", help="such as utf-8, windows-1252, utf-16")
    reading.add_argument("--separator", help="between fields, such as ';'")
    reading.add_argument("--quote", help="around fields, such as '\"', or none")
    reading.add_argument("--largest", type=int, metavar="BYTES", help="refuse a file that unpacks to more")
    reading.add_argument("--sheet", help="of a workbook; default: all that have order lines")
    reading.add_argument("--layout", help="the layout by name, where the columns fit several")
    reading.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="a column by its name in the file"
    )
    reading.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE.toml",
        help="the same from a file with lines such as customer_id = 'Client No'",
    )
    marks = it.add_argument_group("what kind of data it is")
    marks.add_argument("--sample", action="store_true", help="a made-up sample, marked on every page")
    marks.add_argument(
        "--demo", action="store_true", help="somebody else's data: the first file of one's own replaces it"
    )
    return it


def _mapping(options: argparse.Namespace) -> dict[str, str]:
    """Our field to the file's column, from --mapping and --map. Raises SourceError for a field that is none of ours."""
    columns: dict[str, str] = {}
    if options.mapping is not None:
        import tomllib  # noqa: PLC0415  # most loads have no mapping file

        try:
            columns.update(tomllib.loads(options.mapping.read_text(encoding="utf-8")))
        except OSError as error:
            raise SourceError(f"{options.mapping}: the mapping cannot be read ({error.strerror}).") from None
        except ValueError as error:
            raise SourceError(f"{options.mapping}: this is no mapping in TOML ({error}).") from None
    for pair in options.map:
        field, equals, column = pair.partition("=")
        if not equals:
            raise SourceError(f"--map {pair}: a mapping looks like customer_id='Client No'.")
        columns[field.strip()] = column
    for field, column in columns.items():
        if field not in FIELDS or not isinstance(column, str):
            raise SourceError(f"the mapping {field}={column}: it maps one of {', '.join(FIELDS)} to a column's name.")
    return columns


def _print_summary(done: Load) -> None:
    known = f", {done.lines_known:,} there already" if done.lines_known else ""
    gone = f", {done.lines_gone:,} of before taken away" if done.lines_gone else ""
    print(f"  {done.lines_in:,} lines in, {done.lines_kept:,} kept{known}{gone}, in the ledger:")
    for reason, lines in sorted(done.ledger.items(), key=lambda item: -item[1]):
        print(f"    {lines:>9,} {reason}")
    changes = done.lines_kept or done.lines_gone or done.ledger or done.gone_ledger or done.changed_from
    if done.mode != "replace-all" and not changes:
        print("  nothing is new: what is published stays as it is.")


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    begin = time.perf_counter()
    settings = load_settings()
    asked = LoadOptions(
        mode=options.mode,
        keep_duplicates=options.keep_duplicates,
        decimal=options.decimal,
        date_order=options.date_order,
        strict=options.strict,
        sample=options.sample,
        demo=options.demo,
        currency=settings.currency,
        data_dir=settings.data_dir,
    )
    if options.report is not None and options.each:
        stop("--report tells of one load, and --each makes several.")
    engine = make_engine(settings)
    upgrade(engine)
    refused: list[str] = []
    report = LoadReport()
    try:
        reading = ReadingOptions(
            options.encoding,
            options.separator,
            options.quote,
            options.sheet,
            options.layout,
            _mapping(options),
            options.largest,
        )
        names = list_order_files(options.data) if options.each else [options.data]
        for name in names:
            try:
                _load(engine, name, reading, asked, options, report)
            except SourceError as error:
                if not options.each:
                    raise
                refused.append(str(error))
                print(f"error: {error}", file=sys.stderr, flush=True)
    except SourceError as error:
        report.refused(error)
        stop(str(error))
    finally:
        if options.report is not None:
            report.write(options.report)
    print(f"  {'checked; nothing was loaded' if options.check else 'done'} in {time.perf_counter() - begin:.1f} s")
    if refused:
        stop(f"{len(refused)} of {len(names)} files were refused, the others are loaded. The first: {refused[0]}")


def _load(
    engine: Engine,
    data: str,
    reading: ReadingOptions,
    asked: LoadOptions,
    options: argparse.Namespace,
    report: LoadReport,
) -> None:
    """Load what lies at `data`, as one load, and tell the report of it. Raises SourceError."""
    check: bool = options.check
    with tempfile.TemporaryDirectory(prefix="order-files-") as scratch:
        files = find_order_files(data, reading, Path(scratch), options.name)
        report.looked_at(files)
        name = options.name or Path(data).name or data
        with pipeline_lock(engine):
            left = files if check else not_loaded_yet(engine, files, asked)
            if not left:
                print(f"{name}: already loaded, nothing to do.")
                return
            size = sum(file.size for file in left) / 1e6
            print(f"{'Checking' if check else 'Loading'} {name} ({size:.1f} MB)")
            done = load(engine, name, left, asked, report if check else None)
            report.came_to(done, checked=check)
            _print_summary(done)


if __name__ == "__main__":
    run_script(main)
