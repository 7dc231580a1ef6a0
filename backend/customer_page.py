"""Reads one page of the list of customers, and how many match, each within a time that a person does not notice."""

from typing import Any

from psycopg2 import errors
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from backend.customer_filters import Filters, Known
from backend.customer_list import Order, Part
from backend.served_queries import timed
from db.queries import read_sql

COUNTED_UP_TO = 10_000
PATIENCE_MS = 120

Rows = list[dict[str, Any]]


def read_page(
    connection: Connection, filters: Filters, order: Order, parts: list[Part], known: Known, size: int
) -> Rows:
    """The first `size` matching rows of these parts of the list."""
    rows: Rows = []
    if known.at_most == 0:
        return rows
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
        with timed("customers"):
            rows += _read(connection, query, part, wanted, patient=not filters.conditions)
        if len(rows) == size:
            break
    return rows


def _read(connection: Connection, query: str, part: Part, parameters: dict[str, Any], *, patient: bool) -> Rows:
    """The rows by the plan that PostgreSQL takes. Where that is slow, its guess of how soon matches come in the index
    of the order was wrong: then by sorting, which looks at every match once, on all processors."""
    by_index = query.replace("{list_order}", part.order)
    if patient:
        return [dict(row) for row in connection.execute(text(by_index), parameters).mappings()]
    found = within_ms(connection, PATIENCE_MS, by_index, parameters)
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


def count(connection: Connection, filters: Filters, known: Known, listed: int | None) -> tuple[int, bool]:
    """How many customers match, and whether that is exact or a floor; `listed`, when the first page holds them all."""
    if listed is not None:
        return listed, True
    if known.at_least == known.at_most:
        return known.at_most, True
    if known.at_least >= COUNTED_UP_TO:
        return COUNTED_UP_TO, False
    query = (
        "select count(*) as counted from"
        f" (select 1 from customer_list where {filters.rows} limit {COUNTED_UP_TO + 1}) as counted"
    )
    found = within_ms(connection, PATIENCE_MS, query, filters.parameters)
    if found is None:
        return known.at_least, False
    counted: int = found[0]["counted"]
    return min(counted, COUNTED_UP_TO), counted <= COUNTED_UP_TO
