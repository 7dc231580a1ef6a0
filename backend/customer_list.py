"""The order of the list of customers, and the cursors of its pages. Nothing of a request enters the SQL unmapped."""

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import orjson

from backend.errors import ProblemException

# Every column that a request may name, and its type in SQL.
COLUMNS = {
    "customer_id": "text",
    "country": "text",
    "segment": "text",
    "recency": "integer",
    "frequency": "integer",
    "monetary": "numeric",
    "r_score": "smallint",
    "f_score": "smallint",
    "m_score": "smallint",
    "first_order_at": "timestamp",
    "last_order_at": "timestamp",
    "average_order_value": "numeric",
    "typical_gap_days": "numeric",
    "purchase_probability": "double precision",
    "expected_value": "numeric",
}
TEXT_COLUMNS = tuple(name for name, kind in COLUMNS.items() if kind == "text")
NULLABLE = ("country", "typical_gap_days", "purchase_probability", "expected_value")

SORTED_BY = (type(None), str, int, float)  # what the value of a cursor may be

# Leaves a value as it is, but no index gives its order.
AS_IT_IS = {"text": " || ''", "timestamp": " + interval '0'"}


@dataclass(frozen=True)
class Part:
    """A stretch of the list that one index gives in its order: which rows it has, and by what they are sorted."""

    condition: str
    columns: tuple[str, ...]
    descending: bool

    @property
    def order(self) -> str:
        """The order as an index has it."""
        return ", ".join(f"{column}{self._direction}" for column in self.columns)

    @property
    def sorting(self) -> str:
        """The same order, which PostgreSQL then makes by sorting: enable_indexscan forbids nothing where there is a
        limit (18)."""
        return ", ".join(f"{name}{AS_IT_IS.get(COLUMNS[name], ' + 0')}{self._direction}" for name in self.columns)

    @property
    def _direction(self) -> str:
        return " desc" if self.descending else ""


@dataclass(frozen=True)
class Order:
    """An order of the list: a column, its direction, and the customer id behind it to settle ties. What is not known
    comes last, unless the list is walked backwards."""

    column: str
    descending: bool
    unknown_first: bool = False

    @classmethod
    def parse(cls, sort: str) -> "Order":
        """From `monetary` or `-monetary`. Raises 422 for a column that is not in the list."""
        column = sort.removeprefix("-")
        if column not in COLUMNS:
            raise ProblemException(
                422,
                "A parameter is wrong",
                f"sort: there is no column '{column}'; use one of {', '.join(COLUMNS)}.",
                "sort",
            )
        return cls(column, sort.startswith("-"))

    def backwards(self) -> "Order":
        """The same list from its end."""
        return replace(self, descending=not self.descending, unknown_first=not self.unknown_first)

    def parts(self) -> list[Part]:
        """The whole list, one part after the other."""
        if self.column == "customer_id":
            return [self._part("true", "customer_id")]
        if self.column not in NULLABLE:
            return [self._part("true", self.column, "customer_id")]
        parts = [self._part(f"{self.column} is not null", self.column, "customer_id"), self._unknown("")]
        return parts[::-1] if self.unknown_first else parts

    def parts_after(self, value: Any) -> list[Part]:
        """What is left of the list after the row with this value (`:after_value`) and id (`:after_id`)."""
        if self.column == "customer_id":
            return [self._part(f"customer_id {self._beyond} :after_id", "customer_id")]
        if value is None:
            rest = self._unknown(f" and customer_id {self._beyond} :after_id")
        else:
            row = f"(cast(:after_value as {COLUMNS[self.column]}), cast(:after_id as text))"
            rest = self._part(f"({self.column}, customer_id) {self._beyond} {row}", self.column, "customer_id")
        is_first = (value is None) == self.unknown_first
        return [rest, *(self.parts()[1:] if is_first else [])]

    def parts_from(self) -> list[Part]:
        """What is left of the list from a value (`:from_value`) on, and of those that are like it."""
        return [self._of_value(f"{self._beyond}="), *self.parts()[1:]]

    def part_until(self) -> Part:
        """What stands above that value."""
        return self._of_value(self.backwards()._beyond)

    def _of_value(self, sign: str) -> Part:
        columns = dict.fromkeys((self.column, "customer_id"))
        return self._part(f"{self.column} {sign} cast(:from_value as {COLUMNS[self.column]})", *columns)

    @property
    def _beyond(self) -> str:
        return "<" if self.descending else ">"

    def _unknown(self, after: str) -> Part:
        return self._part(f"{self.column} is null{after}", "customer_id")

    def _part(self, condition: str, *columns: str) -> Part:
        return Part(condition, columns, self.descending)


class Cursor(NamedTuple):
    """A row at the edge of a page: its run, the value that it is sorted by, its id, and whether the page wanted is the
    one before it."""

    run_id: int
    value: Any
    customer_id: str
    before: bool = False


def encode_cursor(run_id: int, sort: str, value: Any, customer_id: str, *, before: bool = False) -> str:
    packed = orjson.dumps([run_id, sort, value, customer_id, *([True] if before else [])], default=str)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, sort: str, *, both_ways: bool = False) -> Cursor:
    """The row that a cursor names. Raises 422 when it is no cursor of this order, or leads back where only `both_ways`
    could."""
    try:
        packed = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        run_id, cursor_sort, value, customer_id, *before = packed
        if (
            type(run_id) is not int  # true is one, too, to isinstance
            or type(value) not in SORTED_BY
            or not isinstance(customer_id, str)
            or cursor_sort != sort
            or "\0" in f"{value}{customer_id}"
            or before not in ([[], [True]] if both_ways else [[]])
        ):
            raise ValueError
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise ProblemException(
            422,
            "A parameter is wrong",
            "cursor: not a cursor of this list and order; start at the first page.",
            "cursor",
        ) from None
    return Cursor(run_id, value, customer_id, bool(before))
