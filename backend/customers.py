"""Customers: the list, what its filters offer, and one customer's details."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection, text

from backend.answers import from_published_run
from backend.customer_filters import Filters, known
from backend.customer_list import Order, decode_cursor, encode_cursor
from backend.customer_page import count, read_page
from backend.database import fetch_row, fetch_rows, fetch_text
from backend.errors import ProblemException
from backend.schemas.base import NoQuery
from backend.schemas.customers import CustomerDetails, CustomerListQuery, CustomerPage, Facets
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
    run_id, parts = run.run_id, order.parts()
    after: dict[str, Any] = {}
    if query_data.cursor:
        run_id, value, customer_id = decode_cursor(query_data.cursor, query_data.sort)
        _require_run(connection, run_id)
        parts = order.parts_after(value)
        after = {"after_value": value, "after_id": customer_id}
    filters = Filters.of(connection, query_data, run_id).with_parameters(after)
    first = known(connection, filters, order.column)
    rows = read_page(connection, filters, order, parts, first, query_data.limit + 1)
    more = len(rows) > query_data.limit
    rows = rows[: query_data.limit]
    last = rows[-1] if more else None
    whole = not (query_data.cursor or more)
    total, exact = count(connection, filters, first, len(rows) if whole else None)
    return {
        "run_id": run_id,
        "currency": run.currency,
        "total": total,
        "total_is_exact": exact,
        "next_cursor": last and encode_cursor(run_id, query_data.sort, last[order.column], last["customer_id"]),
        "items": rows,
    }


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
    """One customer: scores with percentiles, prediction with reasons, orders with lines, products bought."""
    one = {"run_id": run.run_id, "customer_id": customer_id}
    rows = fetch_rows(connection, "customer", **one) if "\0" not in customer_id else []
    if not rows:
        raise ProblemException(404, "No such customer", f"No customer with the id '{customer_id[:50]}' has an order.")
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
        "orders": [{**order, "lines": order["lines"] or []} for order in orders],
        "orders_total": profile["orders_total"],
        "products": fetch_rows(connection, "customer_products", **before),
        "products_total": profile["products_total"],
    }
