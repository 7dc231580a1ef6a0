"""Customers: the list, what its filters offer, and one customer's details."""

from dataclasses import dataclass
from typing import Any

import orjson
from apiflask import APIBlueprint
from sqlalchemy import Connection, text

from backend.answers import from_published_run
from backend.customer_filters import Filters, known
from backend.customer_list import Order, Part, decode_cursor, encode_cursor
from backend.customer_page import read_page
from backend.customer_place import exact_count, is_listed, row_before, rows_above, value_of
from backend.database import fetch_row, fetch_rows, fetch_text
from backend.errors import ProblemException
from backend.outlook import outlook_of
from backend.schemas.base import NoQuery
from backend.schemas.customers import (
    CustomerCount,
    CustomerCountQuery,
    CustomerDetails,
    CustomerListQuery,
    CustomerOrderQuery,
    CustomerPage,
    Facets,
    Neighbours,
)
from backend.served_run import ServedRun
from db.queries import read_sql

# What a probability is made of, in the order in which the model stores it.
PARTS = {
    "average": "a customer of whom nothing stands out",
    "cadence": "the time since the last order, against the usual gap",
    "repeat": "how often they order",
    "recent": "orders of the last days",
    "steady": "in how many months they ordered",
    "spend": "what they spend",
    "basket": "how many products they take",
    "returns": "what they send back",
    "country": "where they are",
    "rest": "how these go together",
}

blueprint = APIBlueprint("customers", __name__, url_prefix="/api/customers", tag="Customers")

ORDERS_SHOWN = 200
MEASURES = ("recency", "monetary", "frequency", "purchase_probability")


@blueprint.get("/rfm")
@blueprint.input(CustomerListQuery, location="query")
@blueprint.output(CustomerPage)
@blueprint.doc(responses=[410, 503], operation_id="listCustomers")
@from_published_run
def list_customers(connection: Connection, run: ServedRun, query_data: CustomerListQuery) -> dict[str, Any]:
    """The list of customers with scores and prediction, filtered, sorted, page by page."""
    order = Order.parse(query_data.sort)
    start = _start(connection, run, query_data, order)
    filters, walked = start.filters, start.walked
    first, total = outlook_of(connection, run, filters, order.column)
    rows = read_page(
        connection, filters, walked, start.parts, first, query_data.limit + 1, total=total, of=run.customers
    )
    more = len(rows) > query_data.limit
    rows = rows[: query_data.limit]
    if walked is not order:
        rows.reverse()
    is_all = not (start.within or more)

    def cursor(row: dict[str, Any], *, before: bool) -> str:
        value = row[order.column]
        return encode_cursor(start.run_id, query_data.sort, value, row["customer_id"], before=before)

    above, below = (more, True) if walked is not order else (start.within, more)
    return {
        "run_id": start.run_id,
        "currency": run.currency,
        "total": len(rows) if is_all else total.customers,
        "total_is_exact": is_all or total.exact,
        "first_row": start.first_row,
        "previous_cursor": cursor(rows[0], before=True) if rows and above else None,
        "next_cursor": cursor(rows[-1], before=False) if rows and below else None,
        "items": rows,
    }


@dataclass(frozen=True)
class Start:
    """Where a page of the list begins: in which run, which way it is walked from there, over which parts, and whether
    that is within the list, not at its first row."""

    run_id: int
    filters: Filters
    walked: Order
    parts: list[Part]
    within: bool
    first_row: int | None


def _start(connection: Connection, run: ServedRun, asked: CustomerListQuery, order: Order) -> Start:
    given = [name for name in ("cursor", "from_value", "from_row") if getattr(asked, name) is not None]
    if len(given) > 1:
        raise ProblemException(
            422,
            "A parameter is wrong",
            f"{given[1]}: not together with {given[0]}; each says where to begin.",
            given[1],
        )
    if asked.cursor:
        at = decode_cursor(asked.cursor, asked.sort, both_ways=True)
        if at.run_id != run.run_id:
            _require_run(connection, at.run_id)
        walked = order.backwards() if at.before else order
        filters = Filters.of(connection, asked, at.run_id).with_parameters(_after(at.value, at.customer_id))
        return Start(at.run_id, filters, walked, walked.parts_after(at.value), True, None)
    filters = Filters.of(connection, asked, run.run_id)
    if asked.from_value is not None:
        filters = filters.with_parameters({"from_value": value_of(order, asked.from_value)})
        above = rows_above(connection, filters, [order.part_until()])
        return Start(run.run_id, filters, order, order.parts_from(), above != 0, None if above is None else above + 1)
    if asked.from_row is not None:
        first = known(connection, filters, order.column)
        before = row_before(connection, filters, order, first, asked.from_row)
        if before is not None:
            filters = filters.with_parameters(_after(*before))
            return Start(run.run_id, filters, order, order.parts_after(before[0]), True, asked.from_row)
    return Start(run.run_id, filters, order, order.parts(), False, 1)


def _after(value: Any, customer_id: str) -> dict[str, Any]:
    return {"after_value": value, "after_id": customer_id}


@blueprint.get("/count")
@blueprint.input(CustomerCountQuery, location="query")
@blueprint.output(CustomerCount)
@blueprint.doc(responses=[503], operation_id="countCustomers")
@from_published_run
def count_customers(connection: Connection, run: ServedRun, query_data: CustomerCountQuery) -> dict[str, Any]:
    """How many customers match the filters, exactly, where the list says that it is not."""
    filters = Filters.of(connection, query_data, run.run_id)
    total = exact_count(connection, filters, known(connection, filters, "customer_id"))
    return {"run_id": run.run_id, "total": total}


@blueprint.get("/<path:customer_id>/neighbours")
@blueprint.input(CustomerOrderQuery, location="query")
@blueprint.output(Neighbours)
@blueprint.doc(responses=[404, 503], operation_id="getCustomerNeighbours")
@from_published_run
def neighbours(
    connection: Connection, run: ServedRun, customer_id: str, query_data: CustomerOrderQuery
) -> dict[str, Any]:
    """Who comes before and after a customer in the list of these filters and this order, whether in it or not."""
    order = Order.parse(query_data.sort)
    value = _own_value(connection, run.run_id, customer_id, order)
    filters = Filters.of(connection, query_data, run.run_id).with_parameters(_after(value, customer_id))
    first, total = outlook_of(connection, run, filters, order.column)

    def beside(walked: Order) -> str | None:
        rows = read_page(
            connection, filters, walked, walked.parts_after(value), first, 1, total=total, of=run.customers
        )
        return rows[0]["customer_id"] if rows else None

    listed = is_listed(connection, filters)
    above = rows_above(connection, filters, order.backwards().parts_after(value)) if listed else None
    return {
        "run_id": run.run_id,
        "customer_id": customer_id,
        "row": None if above is None else above + 1,
        "previous": beside(order.backwards()),
        "next": beside(order),
    }


def _own_value(connection: Connection, run_id: int, customer_id: str, order: Order) -> Any:
    """The customer's own value of the column that the list is sorted by."""
    rows = fetch_rows(connection, "customer", run_id=run_id, customer_id=customer_id) if "\0" not in customer_id else []
    if not rows:
        raise no_such_customer(customer_id)
    return rows[0][order.column]


def no_such_customer(customer_id: str) -> ProblemException:
    return ProblemException(404, "No such customer", f"No customer with the id '{customer_id[:50]}' has an order.")


def _require_run(connection: Connection, run_id: int) -> None:
    """A cursor belongs to its run; one of a run that is gone gets 410."""
    kept = connection.execute(
        text("select to_regclass('public.customer_list_' || cast(:run_id as text)) is not null"), {"run_id": run_id}
    ).scalar_one()
    if not kept:
        raise ProblemException(
            410,
            "The run is gone",
            "This list belongs to a run that is no longer kept; start at the first page.",
            "cursor",
        )


@blueprint.get("/facets")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Facets)
@blueprint.doc(responses=[503], operation_id="getFacets")
@from_published_run
def facets(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """What the list's filters offer: the countries, and how each measure spreads."""
    return {
        "run_id": run.run_id,
        "countries": fetch_rows(connection, "countries", run_id=run.run_id),
        **{name: _histogram(connection, run.run_id, name) for name in MEASURES},
    }


def _histogram(connection: Connection, run_id: int, measure: str) -> dict[str, Any] | None:
    query = read_sql("backend/sql/histogram").replace("{measure}", measure)
    rows = fetch_text(connection, "histogram", query, run_id=run_id)
    if not rows:
        return None
    return {
        "min": rows[0]["smallest"],
        "max": rows[0]["largest"],
        "bins": [{"from": row["bin_from"], "to": row["bin_to"], "customers": row["customers"]} for row in rows],
    }


@blueprint.get("/<path:customer_id>/details")
@blueprint.input(NoQuery, location="query")
@blueprint.output(CustomerDetails)
@blueprint.doc(responses=[404, 503], operation_id="getCustomerDetails")
@from_published_run
def details(connection: Connection, run: ServedRun, customer_id: str, query_data: NoQuery) -> dict[str, Any]:
    """One customer: scores with percentiles, segments over time, prediction with reasons, orders with lines, products
    bought."""
    one = {"run_id": run.run_id, "customer_id": customer_id}
    rows = fetch_rows(connection, "customer", **one) if "\0" not in customer_id else []
    if not rows:
        raise no_such_customer(customer_id)
    rfm = rows[0]
    reasons, shares = rfm.pop("reasons") or [], rfm.pop("parts") or []
    ends = rfm.pop("expected_value_low"), rfm.pop("expected_value_high")
    before = {"customer_id": customer_id, "as_of": run.as_of}
    prediction = {name: rfm.pop(name) for name in ("probability_rank", "mean_probability", "horizon_days")}
    profile = fetch_row(connection, "customer_profile", **before)
    orders = fetch_rows(connection, "customer_orders", **before, limit=ORDERS_SHOWN)
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "currency": run.currency,
        "customer_id": customer_id,
        "country": rfm["country"],
        "countries": profile["countries"],
        "rfm": rfm,
        "segments": fetch_rows(connection, "customer_segments", run_id=run.run_id, **before),
        "prediction": {
            "purchase_probability": rfm["purchase_probability"],
            "expected_value": rfm["expected_value"],
            "expected_value_low": ends[0],
            "expected_value_high": ends[1],
            **prediction,
            "reasons": reasons,
            "parts": [
                {"topic": topic, "label": label, "share": share}
                for (topic, label), share in zip(PARTS.items(), shares, strict=False)
            ],
        },
        # As the database wrote them: some customers have thousands of lines.
        "orders": [{**order, "lines": orjson.Fragment(order["lines"] or "[]")} for order in orders],
        "orders_total": profile["orders_total"],
        "products": fetch_rows(connection, "customer_products", **before),
        "products_total": profile["products_total"],
    }
