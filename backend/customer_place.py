"""Places in the list of customers: where a value or a row begins, who stands beside whom, and how many there are.

What is counted or passed over is read from the run's own partition: there an index of the order holds all that is
needed, and no row has to be looked at.
"""

import math
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from backend.customer_filters import Filters, Known
from backend.customer_list import COLUMNS, Order, Part
from backend.customer_page import PATIENCE_MS, Rows, count, within_ms
from backend.errors import ProblemException
from backend.served_queries import timed
from db.queries import read_sql

ROW_SECONDS = 3
COUNT_SECONDS = 10
Found = TypeVar("Found")
INTEGERS = {"integer": 2**31 - 1, "smallint": 2**15 - 1}


def counted(connection: Connection, filters: Filters, part: Part, limit_ms: int) -> int | None:
    """How many matching customers stand in this part; None where that takes longer than the limit."""
    query = _of_one_run(read_sql("backend/sql/customers_counted"), filters, part)
    with timed("customers_counted") as asked:
        rows = within_ms(connection, limit_ms, query, filters.parameters)
        asked.rows = None if rows is None else len(rows)
    return None if rows is None else int(rows[0]["customers"])


def exact_count(connection: Connection, filters: Filters, known: Known) -> int:
    """How many customers match, however many; the cells know it where a filter cuts none of them in two."""
    if known.at_least == known.at_most:
        return known.at_most
    total = counted(connection, filters, Part("true", (), descending=False), COUNT_SECONDS * 1000)
    if total is None:
        raise ProblemException(
            503,
            "Too slow",
            f"Counting took longer than {COUNT_SECONDS} seconds and was given up. Narrow the filters.",
        )
    return total


def row_before(
    connection: Connection, filters: Filters, order: Order, known: Known, row: int
) -> tuple[Any, str] | None:
    """The value and the id of the customer just above this row of the list (the first one is 1); None above the
    first. It is walked to from the nearer end, over the index of the order."""
    if row == 1:
        return None
    total = count(connection, filters, known)
    if total.exact and row > total.customers:
        raise _no_such_row(f"the list ends at row {total.customers:,}.")
    whole, passed = order.parts(), row - 2
    if total.exact and len(whole) == 1 and passed > total.customers / 2:
        whole, passed = order.backwards().parts(), total.customers - row + 1
    for part in whole:
        found = _patiently(_at(connection, filters, order, part, passed), row)
        if found:
            return found[0]["value"], found[0]["customer_id"]
        if len(whole) > 1:
            passed -= _patiently(counted(connection, filters, part, ROW_SECONDS * 1000), row)
    raise _no_such_row("the list ends above it.")


def _at(connection: Connection, filters: Filters, order: Order, part: Part, passed: int) -> Rows | None:
    """The customer, if there is one, after `passed` others of this part; None where that takes too long."""
    query = _of_one_run(read_sql("backend/sql/customer_place"), filters, part).replace("{measure}", order.column)
    parameters = {**filters.parameters, "passed": passed}
    with timed("customer_place") as asked:
        rows = within_ms(connection, ROW_SECONDS * 1000, query, parameters)
        asked.rows = None if rows is None else len(rows)
        return rows


def _patiently(found: Found | None, row: int) -> Found:
    if found is None:
        raise ProblemException(
            503,
            "Too slow",
            f"Row {row:,} was not reached within {ROW_SECONDS} seconds. Jump to a value, or narrow the filters.",
        )
    return found


def _no_such_row(why: str) -> ProblemException:
    return ProblemException(422, "A parameter is wrong", f"from_row: {why}", "from_row")


def is_listed(connection: Connection, filters: Filters) -> bool:
    """True when the customer `:after_id` matches the filters."""
    one = Part("customer_id = :after_id", (), descending=False)
    return counted(connection, filters, one, PATIENCE_MS) == 1


def rows_above(connection: Connection, filters: Filters, parts: list[Part]) -> int | None:
    """How many customers stand in these parts, where that is soon known."""
    total = 0
    for part in parts:
        found = counted(connection, filters, part, PATIENCE_MS)
        if found is None:
            return None
        total += found
    return total


def _of_one_run(query: str, filters: Filters, part: Part) -> str:
    return (
        query.replace("{list}", f"customer_list_{int(filters.parameters['run_id'])}")
        .replace("{matching}", filters.rows_of_run)
        .replace("{part}", part.condition)
        .replace("{list_order}", part.order)
    )


def value_of(order: Order, written: str) -> Any:
    """The value to begin at, as the order's column has it. Raises 422 where it is none."""
    kind = COLUMNS[order.column]
    try:
        if kind == "text":
            return written
        if kind == "timestamp":
            return _moment(written, end_of_day=order.descending)
        number = float(written)
        if not math.isfinite(number):
            raise ValueError
    except ValueError:
        what = "a date such as 2011-12-09" if kind == "timestamp" else "a number"
        raise ProblemException(
            422,
            "A parameter is wrong",
            f"from_value: the list is sorted by {order.column}; write {what}.",
            "from_value",
        ) from None
    if kind in INTEGERS:
        whole = math.floor(number) if order.descending else math.ceil(number)
        return max(-INTEGERS[kind], min(INTEGERS[kind], whole))
    return max(-1e12, min(1e12, number))


def _moment(written: str, *, end_of_day: bool) -> datetime:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is not None:
        raise ValueError
    is_day = written == date.fromisoformat(written[:10]).isoformat()
    return moment + timedelta(days=1, microseconds=-1) if is_day and end_of_day else moment
