"""A file's fields as text in the database, and how its dates and numbers are written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

import psycopg2
from psycopg2 import errors
from sqlalchemy import Connection, text

from db.engine import psycopg_connection
from db.progress import Readable, ReadWithBar
from db.queries import read_sql
from etl.order_files import FIELDS, OrderFile, SourceError

DATE_ORDERS = {"day-first": "DMY", "month-first": "MDY"}
DECIMALS = {"point": ".", "comma": ","}
SPACES = " \u00a0\u202f"  # the plain, the no-break and the narrow no-break space, as between thousands
# Dates whose order is told by a year of four digits that stands first, or by the name of the month.
ORDER_TOLD = (
    r"\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}",
    r"\d{8}",
    r"\d{4}[-/. ]*[a-z]{3,9}[-/. ]*\d{1,2}",
    r"\d{1,2}[-/. ]*[a-z]{3,9}[-/., ]*(\d{4}|\d\d)",
)
ORDER_ASKED_FOR = r"\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d\d)"
# PostgreSQL leaves the letters of other zones away without a word.
TIME = r"[t ,]+\d\d?(:\d\d){1,2}(\.\d+)?\s*([ap]m)?\s*(z|utc|gmt|[-+]\d\d(:?\d\d)?)?"
TIME += r"|t\d{4}(\d\d)?(z|[-+]\d\d(:?\d\d)?)?"
PROGRAMMERS = "_xXoObB"  # PostgreSQL reads 0x10 and 1_000; in a shop's file they are no numbers


@dataclass(frozen=True)
class Forms:
    """How a file writes dates and numbers."""

    decimal: str  # "point" or "comma"
    date_order: str | None  # None: year first
    some_have_offsets: bool

    def parameters(self) -> dict[str, Any]:
        """The values that etl/sql/read_lines and typed_lines ask for."""
        decimal = DECIMALS[self.decimal]
        thousands = "." if decimal == "," else ","
        forms = ORDER_TOLD if self.date_order is None else (*ORDER_TOLD, ORDER_ASKED_FOR)
        return {
            "decimal": decimal,
            "groupers": thousands + SPACES + PROGRAMMERS,
            "grouped": rf"^[-+]?\d{{1,3}}([{thousands}{SPACES}]\d{{3}})+([{decimal}]\d+)?$",
            "date_forms": rf"(?i)^\s*({'|'.join(forms)})({TIME})?\s*$",
            "some_have_offsets": self.some_have_offsets,
        }

    def in_words(self) -> dict[str, str]:
        """The same for a person."""
        zones = "with offsets, brought to the shop's zone" if self.some_have_offsets else "in the shop's zone"
        return {"numbers": f"decimal {self.decimal}", "dates": f"{self.date_order or 'year-first'}, {zones}"}


def stage(connection: Connection, file: OrderFile) -> None:
    """COPY the file's fields as text into incoming.staged, its rows numbered from 1, seen as incoming.order_lines."""
    names = ", ".join(f"{name} text" for name in dict.fromkeys((*file.columns, *FIELDS)))
    connection.execute(text("drop table if exists incoming.staged cascade"))
    connection.execute(
        text(f"create unlogged table incoming.staged (line_number bigint generated always as identity, {names})")
    )
    command = f"copy incoming.staged ({', '.join(file.columns)}) from stdin with ({file.copy_options()})"
    with _copy_problems(file), file.content() as content, psycopg_connection(connection).cursor() as cursor:
        reading = _Reading(content)
        reader = ReadWithBar(reading, file.size, "copying the file")
        try:
            cursor.copy_expert(command, cast("IO[bytes]", reader), size=1 << 18)
        except psycopg2.Error:
            if reading.problem is not None:
                raise reading.problem from None
            raise
        finally:
            reader.close()
    connection.execute(text(f"create view incoming.order_lines as {read_sql(f'etl/sql/layouts/{file.layout}')}"))


class _Reading:
    """Content that remembers why it could not be read on: the driver makes an error of its own of that."""

    def __init__(self, content: Readable) -> None:
        self._content = content
        self.problem: Exception | None = None

    def read(self, size: int, /) -> bytes:
        try:
            return self._content.read(size)
        except Exception as problem:
            self.problem = problem
            raise


@contextmanager
def _copy_problems(file: OrderFile) -> Iterator[None]:
    try:
        yield
    except (errors.BadCopyFileFormat, errors.CharacterNotInRepertoire, errors.UntranslatableCharacter) as error:
        letters = isinstance(error, errors.CharacterNotInRepertoire | errors.UntranslatableCharacter)
        raise SourceError(
            f"{file.name}: {_copy_problem(file, error)} Nothing was loaded.",
            flag="Name its encoding with --encoding." if letters else "",
            needs="encoding" if letters else None,
        ) from None
    except (errors.ProgramLimitExceeded, errors.OutOfMemory) as error:
        message = (error.diag.message_primary or str(error)).strip()
        raise SourceError(f"{file.name}: a line is larger than the database takes ({message}).") from None


def _copy_problem(file: OrderFile, error: psycopg2.Error) -> str:
    """PostgreSQL's word about a line of the file, as a sentence."""
    place = re.search(r"COPY staged, line (\d+)(?:, column (\w+))?", error.diag.context or "")
    line = f"line {int(place.group(1)) + file.lines_above:,}: " if place else ""
    problem = error.diag.message_primary or str(error)
    missing = re.search(r'missing data for column "(\w+)"', problem)
    if missing:
        return (
            f"{line}the line ends before the column {column_name(file, missing.group(1))}. "
            "Every line needs as many fields as the header."
        )
    if "extra data" in problem:
        return (
            f"{line}there are more fields than in the header. A text that contains the separator must stand in quotes."
        )
    if "unterminated" in problem:
        return f"{line}a quote is opened and never closed."
    if re.search("unquoted (newline|carriage return)", problem):
        return f"{line}it ends in another way than the lines above. Save the file with one kind of line ends."
    letter = re.search("0x[0-9a-f ]+", problem)
    if letter and isinstance(error, errors.CharacterNotInRepertoire | errors.UntranslatableCharacter):
        return f"{line}the byte {letter.group().strip()} is no letter in {file.describe().get('encoding')}."
    return f"{line}{problem}."


def forms_of(connection: Connection, file: OrderFile, *, decimal: str | None, date_order: str | None) -> Forms:
    """How the staged file writes dates and numbers, as asked for or as its values tell.

    Raises SourceError where the values leave it open: neither is guessed.
    """
    found = connection.execute(text(read_sql("etl/sql/staged_forms"))).one()
    if found.lines == 0:
        raise SourceError(f"{file.name}: the header stands alone, nothing follows it. A file needs at least one line.")
    if decimal is None:
        decimal = _decimal(connection, file) if found.some_have_commas else "point"
    if not found.dates_not_year_first:
        date_order = None
    elif date_order is None:
        date_order = _date_order(connection, file)
    return Forms(decimal, date_order, found.some_have_offsets)


def _decimal(connection: Connection, file: OrderFile) -> str:
    found = connection.execute(text(read_sql("etl/sql/number_form"))).one()
    if found.first_line is None or (found.decimal_points and not found.decimal_commas):
        return "point"
    if found.decimal_commas and not found.decimal_points:
        return "comma"
    why = "both occur" if found.decimal_commas else "no number settles it"
    raise SourceError(
        f"{file.name}: line {file.physical_line(found.first_line):,}: whether the comma in numbers such as "
        f"'{found.example}' is a decimal comma cannot be told ({why}).",
        flag="Say it with --decimal comma or --decimal point.",
        needs="decimal",
    )


def _date_order(connection: Connection, file: OrderFile) -> str | None:
    found = connection.execute(text(read_sql("etl/sql/date_order"))).one()
    if found.dates == 0:
        return None
    if found.largest_first > 12 >= found.largest_second and not found.first_may_be_year:
        return "day-first"
    if found.largest_second > 12 >= found.largest_first:
        return "month-first"
    why = "both orders occur" if found.largest_second > 12 else "no day is above 12"
    if found.first_may_be_year:
        why = "a year of two digits may stand first; write it with four"
    raise SourceError(
        f"{file.name}: line {file.physical_line(found.first_line):,}, column {column_name(file, 'invoice_date')}: the "
        f"order of day and month in dates such as '{found.example}' cannot be told ({why}).",
        flag="Say it with --date-order day-first or --date-order month-first (DATE_ORDER= for make).",
        needs="date_order",
    )


# What some layouts make a field of, where the file has none of its own.
MADE_OF = {"quantity": "amount", "unit_price": "amount", "stock_code": "description"}


def column_name(file: OrderFile, field: str) -> str:
    """What the file itself calls one of our fields, or the one that it is made of."""
    named = field if field in file.columns else MADE_OF.get(field, field)
    return file.header[file.columns.index(named)] if named in file.columns else field
