"""How values stand in a SQLite file, and how they come back exactly.

Whole numbers and truth values are INTEGER, times and everything else TEXT. A decimal is a REAL, so that it compares and
adds up as a number; written with the column's number of places it is the exact decimal again. Where it would not be
(more than 15 digits, say), a second column `<name>_exact` has the exact text.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from db.moving.table import FLOATS, Column, quoted

INTEGERS = {"int2", "int4", "int8", "oid"}
DIGITS = 15  # of a decimal that a REAL gives back for certain


@dataclass(frozen=True)
class StoredColumn:
    """A column of the file: `places` behind the point (None: as many as each value needs), and whether some of its
    values stand exactly in a column of their own."""

    column: Column
    places: int | None = None
    has_exact: bool = False

    @property
    def sqlite_type(self) -> str:
        if self.column.base in INTEGERS or self.column.base == "bool":
            return "INTEGER"
        return "REAL" if self.column.base == "numeric" or self.column.base in FLOATS else "TEXT"

    @property
    def exact_name(self) -> str:
        return f"{self.column.name}_exact"

    def names(self) -> list[str]:
        """Its columns in the file: one, or two."""
        return [self.column.name, *([self.exact_name] if self.has_exact else [])]

    def export_sql(self) -> list[str]:
        """What PostgreSQL is asked for, one expression for each of `names()`."""
        name = quoted(self.column.name)
        if self.column.is_array:
            return [f"to_jsonb({name})::text"]
        if self.column.base == "bool":
            return [f"{name}::int"]
        if self.column.base in INTEGERS:
            return [name]
        if self.sqlite_type != "REAL":
            return [f"{name}::text"]
        near = f"case when abs({name}) < 1e300 then {name}::float8 end" if self.column.base == "numeric" else name
        exact = f"case when not ({self.is_given_back_sql()}) then {name}::text end"
        return [near, *([exact] if self.has_exact else [])]

    def is_given_back_sql(self) -> str:
        """True for a value that a REAL gives back."""
        name = quoted(self.column.name)
        if self.column.base in FLOATS:
            return f"{name} <> 'NaN'"
        if self.places is not None:
            return f"abs({name}) < 1e{DIGITS - self.places}"
        return (
            f"case when {name} is null then null when {name} = 0 or abs({name}) >= 0.0001 and abs({name}) < 1e{DIGITS}"
            f" then {name}::float8::numeric = {name} and scale({name}) = min_scale({name}) else false end"
        )

    def select_sql(self) -> str:
        """The value in the file: the exact text where there is one."""
        name = quoted(self.column.name)
        return f"coalesce({quoted(self.exact_name)}, {name})" if self.has_exact else name

    def written(self) -> Callable[[Any], str]:
        """From a value of the file (not null) to PostgreSQL's own text of it."""
        column = self.column
        if column.is_array:
            return lambda value: _array(json.loads(value))
        if column.base == "bool":
            return lambda value: "true" if value else "false"
        if column.base in FLOATS:
            return lambda value: value if isinstance(value, str) else repr(float(value))
        if column.base == "numeric":
            form = ".15g" if self.places is None else f".{self.places}f"
            return lambda value: value if isinstance(value, str) else format(float(value), form)
        return str

    def proved(self) -> Callable[[Any], str]:
        """From a value of the file (not null) to what `Column.proof_text` makes of it in PostgreSQL."""
        if self.column.kind == "float":
            form = ">f" if self.column.base == "float4" else ">d"
            return lambda value: struct.pack(form, float(value)).hex()
        if self.column.kind == "plain":
            return self.written()
        return lambda value: '"' + str(value).replace('"', '""') + '"'


def copied(value: str) -> str:
    """A text as COPY wants it."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if value.isprintable():
        return value
    return value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _array(value: list[Any]) -> str:
    return "{" + ",".join(map(_element, value)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return _array(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
