"""Load a file of order lines: `python etl/load_data.py FILE`.

The file is copied as text into a staging table and cleaned in SQL into new tables built aside, in the schema
`loaded`. They take the place of the served ones when a run on them is published: until then, and after any failure,
all that is served stays as it was.
"""

import argparse
import csv
import io
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

import psycopg2
from psycopg2 import errors
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from db.building import create_twin, index_twin
from db.engine import make_engine, psycopg_connection
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import ReadWithBar, step
from db.queries import read_sql
from db.settings import load_settings, run_script, stop
from etl.source import Source, SourceError, WithoutBlankEnd, inspect, open_bytes, physical_line

TABLES = ("transactions", "ledger", "orders", "customers", "products")  # in the order in which they are built
DATE_ORDERS = {"day-first": "DMY", "month-first": "MDY"}


def load(
    engine: Engine,
    source: Source,
    *,
    keep_duplicates: bool = False,
    date_order: str | None = None,
    sample: bool = False,
) -> dict[str, Any]:
    """Make the order lines of `source` those that the next run stands on; returns the summary of the load.

    Raises SourceError, with everything as before, when a line can't be read.
    """
    started_at = datetime.now(UTC)
    with engine.begin() as connection:
        connection.execute(text("drop schema if exists incoming cascade"))
        connection.execute(text("create schema incoming"))
        _stage(connection, source)
        try:
            with step("checking every line"):
                _check_lines(connection, source)
                _set_date_order(connection, source, date_order)
            with step("cleaning"):
                connection.execute(text(read_sql("etl/sql/clean_lines")), {"keep_duplicates": keep_duplicates})
        except DBAPIError as error:
            raise _explain_cast(engine, source, error) from None
        connection.execute(text("analyze incoming.lines"))
        load_id = connection.execute(text("select nextval(pg_get_serial_sequence('loads', 'load_id'))")).scalar_one()
        for table in TABLES:
            with step(f"{table}, with keys and indexes"):
                create_twin(connection, table, f"incoming.{table}")
                connection.execute(text(read_sql(f"etl/sql/{table}")), {"load_id": load_id})
                index_twin(connection, table, f"incoming.{table}")
        summary = dict(connection.execute(text(read_sql("etl/sql/load_summary"))).mappings().one())
        if summary["lines_in"] != summary["lines_kept"] + sum(summary["ledger"].values()):
            raise RuntimeError(f"lines in, kept and in the ledger do not add up: {summary}")
        if not connection.execute(text("select count(*) from incoming.orders where is_order")).scalar_one():
            raise SourceError(f"{source.path}: no line is an order of a known customer, so there is nothing to score.")
        with step("putting them where the next run finds them"):
            connection.execute(text("drop table incoming.staged, incoming.lines"))
            connection.execute(text("drop schema if exists loaded cascade"))
            connection.execute(text("alter schema incoming rename to loaded"))
            connection.execute(
                text(
                    "insert into loads (load_id, source, content_sha256, layout, sample, lines_in, lines_kept, ledger,"
                    " started_at) overriding system value values (:load_id, :source, :sha, :layout, :sample, :lines_in,"
                    " :lines_kept, :ledger, :started_at)"
                ),
                {
                    "load_id": load_id,
                    "source": source.path.name,
                    "sha": source.content_sha256,
                    "layout": json.dumps(_layout(source, keep_duplicates, date_order)),
                    "sample": sample,
                    "lines_in": summary["lines_in"],
                    "lines_kept": summary["lines_kept"],
                    "ledger": json.dumps(summary["ledger"]),
                    "started_at": started_at,
                },
            )
    return summary


def _layout(source: Source, keep_duplicates: bool, date_order: str | None) -> dict[str, object]:
    return {**source.layout(), "keep_duplicates": keep_duplicates, "date_order": date_order}


def is_loaded(engine: Engine, source: Source, keep_duplicates: bool, date_order: str | None) -> bool:
    """True when exactly this content, read in this way, is what the tables hold."""
    with engine.connect() as connection:
        last = connection.execute(
            text("select content_sha256, layout from loads order by load_id desc limit 1")
        ).one_or_none()
    return last is not None and tuple(last) == (source.content_sha256, _layout(source, keep_duplicates, date_order))


def _stage(connection: Connection, source: Source) -> None:
    """COPY the file's fields as text into incoming.staged, numbered from 1."""
    wanted = (
        "invoice_no",
        "stock_code",
        "description",
        "quantity",
        "invoice_date",
        "unit_price",
        "customer_id",
        "country",
    )
    columns = ", ".join(f"{name} text" for name in dict.fromkeys((*source.columns, *wanted)))
    connection.execute(
        text(f"create unlogged table incoming.staged (line_number bigint generated always as identity, {columns})")
    )
    separator = source.separator.replace("\t", "\\t")
    command = (
        f"copy incoming.staged ({', '.join(source.columns)}) from stdin with "
        f"(format csv, header true, delimiter E'{separator}', encoding '{source.encoding}')"
    )
    with open_bytes(source.path) as content, psycopg_connection(connection).cursor() as cursor:
        reader = ReadWithBar(WithoutBlankEnd(content), source.size, "copying the file")
        try:
            cursor.copy_expert(command, cast("IO[bytes]", reader), size=1 << 18)
        except (errors.BadCopyFileFormat, errors.CharacterNotInRepertoire, errors.UntranslatableCharacter) as error:
            raise SourceError(f"{source.path}: {_copy_problem(error)}") from None
        finally:
            reader.close()
    connection.execute(text("analyze incoming.staged"))


def _copy_problem(error: psycopg2.Error) -> str:
    """PostgreSQL's word about a line of the file, as a sentence."""
    place = re.search(r"COPY staged, line (\d+)(?:, column (\w+))?", error.diag.context or "")
    line = f"line {int(place.group(1)):,}: " if place else ""
    problem = error.diag.message_primary or str(error)
    missing = re.search(r'missing data for column "(\w+)"', problem)
    if missing:
        return (
            f"{line}the line ends before the column {missing.group(1)}. Every line needs as many fields as the header."
        )
    if "extra data" in problem:
        return (
            f"{line}there are more fields than in the header. A text that contains the separator must stand in quotes."
        )
    if "unterminated" in problem:
        return f"{line}a quote is opened and never closed."
    return f"{line}{problem}."


def _check_lines(connection: Connection, source: Source) -> None:
    bad = connection.execute(text(read_sql("etl/sql/check_lines"))).one_or_none()
    if bad is not None:
        raise _bad_value(source, bad.line_number, bad.column_name, bad.value)


EXPECTED = {
    "quantity": "a whole number",
    "unit_price": "a number such as 2.55",
    "invoice_date": "a date such as 2010-12-01 08:26",
    "invoice_no": "an invoice number",
    "stock_code": "a stock code",
}


def _bad_value(source: Source, row: int, column: str, value: str | None) -> SourceError:
    name = source.header[source.columns.index(column)]
    shown = "nothing" if value is None or not value.strip() else f"'{value.strip()[:80]}'"
    line = physical_line(source, row)
    return SourceError(
        f"{source.path}: line {line:,}, column {name}: {shown} is not {EXPECTED[column]}. "
        "Nothing was loaded. Mend the line and load the file again."
    )


def _set_date_order(connection: Connection, source: Source, date_order: str | None) -> None:
    """Let the session read dates as the file writes them; an order that the dates do not settle is refused."""
    found = connection.execute(text(read_sql("etl/sql/date_order"))).one()
    if found.dates == 0:
        return
    if date_order is None:
        if found.largest_first > 12 >= found.largest_second:
            date_order = "day-first"
        elif found.largest_second > 12 >= found.largest_first:
            date_order = "month-first"
        else:
            name = source.header[source.columns.index("invoice_date")]
            why = "both orders occur" if found.largest_first > 12 else "no day is above 12"
            raise SourceError(
                f"{source.path}: line {physical_line(source, found.first_line):,}, column {name}: the order of day and "
                f"month in dates such as '{found.example}' cannot be told ({why}). "
                "Say it with --date-order day-first or --date-order month-first (DATE_ORDER= for make)."
            )
    connection.execute(text(f"set local datestyle = 'ISO, {DATE_ORDERS[date_order]}'"))


def _explain_cast(engine: Engine, source: Source, error: DBAPIError) -> Exception:
    """A value that looked right and is not (31 February): name its line by trying the file's values one by one."""
    original = error.orig
    if not isinstance(
        original, errors.DatetimeFieldOverflow | errors.InvalidDatetimeFormat | errors.NumericValueOutOfRange
    ):
        return error
    quoted = re.search(r'"(.*?)"', original.diag.message_primary or "")
    value = quoted.group(1) if quoted else None
    column = "unit_price" if isinstance(original, errors.NumericValueOutOfRange) else "invoice_date"
    row = _row_with(source, column, value)
    if row is None:
        return SourceError(f"{source.path}: {original.diag.message_primary}. Nothing was loaded.")
    return _bad_value(source, row, column, value)


def _row_with(source: Source, column: str, value: str | None) -> int | None:
    """The first data row (from 1) with this value in this column."""
    with open_bytes(source.path) as content:
        encoding = "utf-8-sig" if source.encoding == "UTF8" else "cp1252"
        reader = csv.reader(io.TextIOWrapper(content, encoding, newline=""), delimiter=source.separator)
        position = source.columns.index(column)
        for row, fields in enumerate(reader):
            if row and len(fields) > position and fields[position].strip() == (value or "").strip():
                return row
    return None


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Load a file of order lines into PostgreSQL.")
    parser.add_argument("file", type=Path, help="CSV, TSV or CSV.gz with one row per order line")
    parser.add_argument("--keep-duplicates", action="store_true", help="keep lines that are the same in every column")
    parser.add_argument("--date-order", choices=sorted(DATE_ORDERS), help="for dates such as 3/4/2011")
    parser.add_argument("--sample", action="store_true", help="mark the data as a made-up sample")
    options = parser.parse_args(arguments)
    begin = time.perf_counter()
    try:
        source = inspect(options.file)
        engine = make_engine(load_settings())
        upgrade(engine)
        with pipeline_lock(engine):
            if is_loaded(engine, source, options.keep_duplicates, options.date_order):
                print(f"{source.path.name}: already loaded, nothing to do.")
                return
            print(f"Loading {source.path.name} ({source.size / 1e6:.1f} MB, {source.encoding}, '{source.separator}')")
            summary = load(
                engine,
                source,
                keep_duplicates=options.keep_duplicates,
                date_order=options.date_order,
                sample=options.sample,
            )
    except SourceError as error:
        stop(str(error))
    print(f"  {summary['lines_in']:,} lines in, {summary['lines_kept']:,} kept, in the ledger:")
    for reason, lines in sorted(summary["ledger"].items(), key=lambda item: -item[1]):
        print(f"    {lines:>9,} {reason}")
    print(f"  loaded in {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
