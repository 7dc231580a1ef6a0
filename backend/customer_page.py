"""Reads one page of the list of customers, and how many match, each within a time that a person does not notice.

A page is read by walking along the index of its order, or by sorting all matches. How long the walk takes depends on
how soon matches come in that order, which nobody knows before; what sorting takes is known from counting them. So the
walk may take as long as sorting would, and the two together never take more than twice the better of them. Where few
match, so that it is likely to take longer, it is not begun.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from psycopg2 import errors
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from backend.customer_filters import Filters, Known
from backend.customer_list import Order, Part
from backend.served_queries import timed
from db.queries import read_sql

COUNTED_UP_TO = 10_000
PATIENCE_MS = 120  # for a count
WALK_MS = (5, 1_000)  # a walk may always take that long, and never longer
SORTED_IN_A_MS = 1_000
PASSED_IN_A_MS = 1_000  # by a walk

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Total:
    """How many customers match, whether that is exact or a floor, and how long it would take to sort them."""

    customers: int
    exact: bool
    sorting_ms: int

    def walk_ms(self, size: int, of: int) -> int:
        """How long a walk may take to `size` matches in a list of so many customers; 0 where it is not worth it."""
        passed = of * size / max(1, self.customers)
        return 0 if self.exact and passed / PASSED_IN_A_MS > self.sorting_ms else self.sorting_ms


def read_page(
    connection: Connection,
    filters: Filters,
    order: Order,
    parts: list[Part],
    known: Known,
    size: int,
    *,
    total: Total,
    of: int,
) -> Rows:
    """The first `size` matching rows of these parts of the list, which has `total` such rows `of` all."""
    rows: Rows = []
    if total.exact and not total.customers:
        return rows
    limit_ms = total.walk_ms(size, of) if filters.conditions else None
    between = ""
    parameters = dict(filters.parameters)
    if filters.conditions and known.least is not None:
        # The index of the order is entered where the first match can stand, not at its end.
        between = f" and {order.column} between :least and :greatest"
        parameters |= {"least": known.least, "greatest": known.greatest}
    for part in parts:
        if known.none_has_it and "is not null" in part.condition:
            continue
        within = between if "is null" not in part.condition else ""
        query = (
            read_sql("backend/sql/customers")
            .replace("{matching}", filters.rows + within)
            .replace("{part}", part.condition)
        )
        wanted = {**parameters, "size": size - len(rows)}
        with timed("customers") as asked:
            found = _read(connection, query, part, wanted, limit_ms)
            asked.rows = len(found)
        rows += found
        if len(rows) == size:
            break
    return rows


def _read(connection: Connection, query: str, part: Part, parameters: dict[str, Any], limit_ms: int | None) -> Rows:
    """The rows by the plan that PostgreSQL takes. Where that takes longer than the limit (None: there is none), its
    guess of how soon matches come in the index of the order was wrong: then by sorting, which looks at every match
    once, on all processors. With a limit of 0 at once by sorting."""
    by_index = query.replace("{list_order}", part.order)
    if limit_ms is None:
        return [dict(row) for row in connection.execute(text(by_index), parameters).mappings()]
    found = within_ms(connection, limit_ms, by_index, parameters) if limit_ms else None
    if found is None:
        with connection.begin_nested() as place:
            connection.execute(text("set local parallel_setup_cost = 0"))
            connection.execute(text("set local random_page_cost = 1.1"))  # matches lie side by side
            by_sorting = query.replace("{list_order}", part.sorting)
            found = [dict(row) for row in connection.execute(text(by_sorting), parameters).mappings()]
            place.rollback()  # the settings go with it
    return found


def within_ms(connection: Connection, limit: int, query: str, parameters: dict[str, Any]) -> Rows | None:
    """The rows, or None when PostgreSQL has not found them within `limit` ms."""
    connection.execute(text("savepoint patience"))
    try:
        connection.execute(text(f"set local statement_timeout = {limit}"))
        found = [dict(row) for row in connection.execute(text(query), parameters).mappings()]
    except OperationalError as error:
        if not isinstance(error.orig, errors.QueryCanceled):
            raise
        found = None
    go_back = text("rollback to savepoint patience")  # the limit goes with it
    try:
        connection.execute(go_back)
    except OperationalError as error:
        if not isinstance(error.orig, errors.QueryCanceled):
            raise
        connection.execute(go_back)  # a limit that falls on the query's very end cancels what comes after it
    return found


def count(connection: Connection, filters: Filters, known: Known) -> Total:
    """How many customers match."""
    if known.at_least == known.at_most:
        return Total(known.at_most, True, _sorting_ms(known.at_most))
    if known.at_least >= COUNTED_UP_TO:
        return Total(COUNTED_UP_TO, False, _sorting_ms(known.at_most))
    query = read_sql("backend/sql/customers_matching").replace("{matching}", filters.rows)
    begin = perf_counter()
    with timed("customers_matching"):
        found = within_ms(connection, PATIENCE_MS, query, {**filters.parameters, "most": COUNTED_UP_TO + 1})
    if found is None:
        return Total(known.at_least, False, max(PATIENCE_MS, _sorting_ms(known.at_most)))
    counted: int = found[0]["customers"]
    if counted > COUNTED_UP_TO:
        return Total(COUNTED_UP_TO, False, _sorting_ms(known.at_most))
    return Total(counted, True, max(WALK_MS[0], round((perf_counter() - begin) * 1000)))


def _sorting_ms(customers: int) -> int:
    least, most = WALK_MS
    return min(most, least + customers // SORTED_IN_A_MS)
