"""Products: what sells, what is bought together, and what to offer next."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.customer_list import decode_cursor, encode_cursor
from backend.database import fetch_row, fetch_rows, fetch_text
from backend.errors import ProblemException
from backend.history import history_build
from backend.schemas.base import NoQuery
from backend.schemas.products import (
    Affinity,
    AffinityQuery,
    NextProducts,
    ProductDetails,
    ProductListQuery,
    ProductPage,
)
from backend.served_run import ServedRun
from db.queries import read_sql

blueprint = APIBlueprint("products", __name__, url_prefix="/api", tag="Products")


@blueprint.get("/products")
@blueprint.input(ProductListQuery, location="query")
@blueprint.output(ProductPage)
@blueprint.doc(responses=[410, 503], operation_id="listProducts")
@from_published_run
def products(connection: Connection, run: ServedRun, query_data: ProductListQuery) -> dict[str, Any]:
    """All products but charges: revenue, pieces, and to how many customers each is the first thing to offer."""
    words = (query_data.q or "").strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{words}%" if words else None
    order = f"{query_data.sort} {words}"
    value, code = _after(query_data.cursor, order, run) if query_data.cursor else (None, None)
    values = {"pattern": pattern, "after_value": value, "after_code": code, "limit": query_data.limit + 1}
    rows = fetch_text(connection, "products", products_sql(query_data.sort), **values)
    measures = [row.pop("measure") for row in rows]
    page = rows[: query_data.limit]
    more = len(rows) > query_data.limit
    counted = fetch_row(connection, "products_counted", pattern=pattern)
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        "total": counted["products"],
        "total_monetary": counted["monetary"],
        "next_cursor": encode_cursor(run.run_id, order, measures[len(page) - 1], page[-1]["stock_code"])
        if more
        else None,
        "items": page,
    }


def products_sql(sort: str) -> str:
    """The text of the query behind the list; `sort` is one of the names that its schema allows."""
    return read_sql("backend/sql/products").replace("{product_order}", f"counted.{sort.removeprefix('-')}")


def _after(cursor: str, order: str, run: ServedRun) -> tuple[Any, str]:
    run_id, value, code, _ = decode_cursor(cursor, order)
    if run_id != run.run_id:
        raise ProblemException(410, "The run is gone", "Another run is served now; start at the first page.", "cursor")
    return value, code


@blueprint.get("/products/affinity")
@blueprint.input(AffinityQuery, location="query")
@blueprint.output(Affinity)
@blueprint.doc(responses=[503], operation_id="getAffinity")
@from_published_run
def affinity(connection: Connection, run: ServedRun, query_data: AffinityQuery) -> dict[str, Any]:
    """What is bought together more often than by chance, each pair once."""
    build = history_build(connection, run)
    return {
        "run_id": run.run_id,
        **{name: build[name] for name in ("note", "orders", "orders_looked_at")},
        "items": fetch_text(connection, "affinity", affinity_sql(query_data.sort), limit=query_data.limit),
    }


def affinity_sql(sort: str) -> str:
    """The text of the query behind the pairs; `sort` is one of the names that its schema allows."""
    return read_sql("backend/sql/affinity").replace("{affinity_order}", f"one_way.{sort.removeprefix('-')}")


@blueprint.get("/products/<path:stock_code>/details")
@blueprint.input(NoQuery, location="query")
@blueprint.output(ProductDetails)
@blueprint.doc(responses=[404, 503], operation_id="getProductDetails")
@from_published_run
def product(connection: Connection, run: ServedRun, stock_code: str, query_data: NoQuery) -> dict[str, Any]:
    """One product: how it sold month by month, and what is bought with it."""
    rows = fetch_rows(connection, "product", stock_code=stock_code) if "\0" not in stock_code else []
    if not rows:
        raise ProblemException(404, "No such product", f"No order line has the stock code '{stock_code[:50]}'.")
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        **rows[0],
        "note": history_build(connection, run)["note"],
        "months": fetch_rows(connection, "product_months", stock_code=stock_code, as_of=run.as_of),
        "bought_with": fetch_rows(connection, "bought_with", stock_code=stock_code),
    }


@blueprint.get("/customers/<path:customer_id>/next-products")
@blueprint.input(NoQuery, location="query")
@blueprint.output(NextProducts)
@blueprint.doc(responses=[404, 503], operation_id="getNextProducts")
@from_published_run
def next_products(connection: Connection, run: ServedRun, customer_id: str, query_data: NoQuery) -> dict[str, Any]:
    """What to offer one customer next, with the product of theirs that speaks for it."""
    one = {"run_id": run.run_id, "customer_id": customer_id}
    if "\0" in customer_id or not fetch_row(connection, "is_customer", **one)["found"]:
        raise ProblemException(404, "No such customer", f"No customer with the id '{customer_id[:50]}' has an order.")
    items = fetch_rows(connection, "next_products", customer_id=customer_id)
    nothing = "Nothing goes with what they bought last that they do not have already."
    return {
        "run_id": run.run_id,
        "customer_id": customer_id,
        "note": history_build(connection, run)["note"] or (None if items else nothing),
        "items": items,
    }
