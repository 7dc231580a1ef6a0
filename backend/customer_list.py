"""The list of customers as SQL: filters, order and keyset pages. Nothing of a request enters the SQL unmapped."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import orjson

from backend.errors import ProblemException
from backend.schemas.customers import CustomerFilters

# Every column that a request may name, and what it is in SQL.
COLUMNS = {
    "customer_id": "scores.customer_id",
    "country": "scores.country",
    "segment": "scores.segment",
    "recency": "scores.recency",
    "frequency": "scores.frequency",
    "monetary": "scores.monetary",
    "r_score": "scores.r_score",
    "f_score": "scores.f_score",
    "m_score": "scores.m_score",
    "first_order_at": "scores.first_order_at",
    "last_order_at": "scores.last_order_at",
    "average_order_value": "scores.average_order_value",
    "typical_gap_days": "scores.typical_gap_days",
    "purchase_probability": "predictions.purchase_probability",
    "expected_value": "predictions.expected_value",
}
TEXT_COLUMNS = ("customer_id", "country", "segment")
NULLABLE = ("country", "typical_gap_days", "purchase_probability", "expected_value")

FROM = """
from rfm_scores as scores
left join predictions on predictions.run_id = :run_id and predictions.customer_id = scores.customer_id
where """

CONDITIONS = {
    "segment": "scores.segment = any(:segment)",
    "country": "scores.country = any(:country)",
    "r_score": "scores.r_score = any(:r_score)",
    "f_score": "scores.f_score = any(:f_score)",
    "m_score": "scores.m_score = any(:m_score)",
    "fm_score": "scores.fm_score = any(:fm_score)",
    "min_monetary": "scores.monetary >= cast(:min_monetary as numeric)",
    "max_monetary": "scores.monetary <= cast(:max_monetary as numeric)",
    "min_recency": "scores.recency >= :min_recency",
    "max_recency": "scores.recency <= :max_recency",
    "min_frequency": "scores.frequency >= :min_frequency",
    "max_frequency": "scores.frequency <= :max_frequency",
    "min_probability": "predictions.purchase_probability >= :min_probability",
    "max_probability": "predictions.purchase_probability <= :max_probability",
    "q": "(scores.customer_id ilike :id_begins or scores.country ilike :country_has)",
}


@dataclass(frozen=True)
class Order:
    """An order of the list: a column, its direction, and the customer id behind it to settle ties."""

    column: str
    descending: bool

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

    @property
    def sql(self) -> str:
        direction = " desc" if self.descending else ""
        nulls = " nulls last" if self.column in NULLABLE else ""
        tie = "" if self.column == "customer_id" else ", scores.customer_id"
        return f"{COLUMNS[self.column]}{direction}{nulls}{tie}"

    def after(self, value: Any) -> str:
        """The condition of rows that come after the row (`:after_value`, `:after_id`)."""
        column, beyond = COLUMNS[self.column], "<" if self.descending else ">"
        if self.column == "customer_id":
            return f"{column} {beyond} :after_id"
        if value is None:
            return f"({column} is null and scores.customer_id > :after_id)"
        typed = f"cast(:after_value as {_type(self.column)})"
        if self.column in NULLABLE:
            return (
                f"({column} {beyond} {typed} or ({column} = {typed} and scores.customer_id > :after_id)"
                f" or {column} is null)"
            )
        return f"{column} {beyond}= {typed} and ({column} {beyond} {typed} or scores.customer_id > :after_id)"


def _type(column: str) -> str:
    if column in TEXT_COLUMNS:
        return "text"
    if column in ("first_order_at", "last_order_at"):
        return "timestamp"
    return "double precision" if column == "purchase_probability" else "numeric"


def where(filters: CustomerFilters, run_id: int) -> tuple[str, dict[str, Any]]:
    """The conditions of these filters and their parameters."""
    given = {name: value for name, value in filters.model_dump().items() if name in CONDITIONS and value is not None}
    conditions = ["scores.run_id = :run_id", *(CONDITIONS[name] for name in given)]
    if "q" in given:
        pattern = given.pop("q").strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        given |= {"id_begins": f"{pattern}%", "country_has": f"%{pattern}%"}
    return " and ".join(conditions), {**given, "run_id": run_id}


def encode_cursor(run_id: int, sort: str, value: Any, customer_id: str) -> str:
    packed = orjson.dumps([run_id, sort, value, customer_id], default=str)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, sort: str) -> tuple[int, Any, str]:
    """The run, the value and the id of the last row seen. Raises 422 when it is no cursor of this order."""
    try:
        packed = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        run_id, cursor_sort, value, customer_id = packed
        if (
            not isinstance(run_id, int)
            or not isinstance(customer_id, str)
            or cursor_sort != sort
            or "\0" in customer_id
        ):
            raise ValueError
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise ProblemException(
            422,
            "A parameter is wrong",
            "cursor: not a cursor of this list and order; start at the first page.",
            "cursor",
        ) from None
    return run_id, value, customer_id
