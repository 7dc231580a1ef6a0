"""Saved views of the customer list: its filters, order and columns under a name, for all who may see the list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apiflask import APIBlueprint
from psycopg2.errors import UniqueViolation
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from backend.audit import audit
from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.principal import scope
from backend.schemas.base import NoQuery
from backend.schemas.views import View, ViewBody, Views, pairs

blueprint = APIBlueprint("views", __name__, url_prefix="/api/views", tag="Views")

MOST = 200
FREE = ("q", "segment", "country")  # filters by any text, where a customer's id may stand


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Views)
@blueprint.doc(operation_id="getViews")
def views(query_data: NoQuery) -> dict[str, Any]:
    """All saved views of the customer list, by name, whoever saved them."""
    with connect() as connection:
        return {"items": fetch_rows(connection, "saved_views", view_id=None, **scope())}


@blueprint.post("")
@blueprint.input(ViewBody, location="json")
@blueprint.output(View, status_code=201)
@blueprint.doc(responses=[409], operation_id="saveView")
def save(json_data: ViewBody) -> dict[str, Any]:
    """Save a view of the customer list under a new name, for all who may see the list; 200 are kept."""
    with _free(json_data.name), _changing() as connection:
        made = fetch_rows(connection, "save_view", most=MOST, **_values(json_data))
        if not made:
            raise ProblemException(
                409, "Too many views", f"There are {MOST} views, which is as many as are kept. Delete one first."
            )
        return _saved(connection, made[0]["view_id"], "view saved")


@blueprint.put("/<int:view_id>")
@blueprint.input(ViewBody, location="json")
@blueprint.output(View)
@blueprint.doc(responses=[404, 409], operation_id="replaceView")
def replace(view_id: int, json_data: ViewBody) -> dict[str, Any]:
    """Put another view in the place of one's own; an admin replaces anybody's."""
    with _free(json_data.name), _changing() as connection:
        _to_change(connection, view_id)
        fetch_row(connection, "replace_view", view_id=view_id, **_values(json_data))
        return _saved(connection, view_id, "view replaced")


@blueprint.delete("/<int:view_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[404], operation_id="deleteView")
def delete(view_id: int) -> tuple[str, int]:
    """Delete one's own view; an admin deletes anybody's."""
    with _changing() as connection:
        gone = _to_change(connection, view_id)
        fetch_row(connection, "delete_view", view_id=view_id)
        _note(connection, gone, "view deleted")
    return "", 204


@contextmanager
def _changing() -> Iterator[Connection]:
    """One change at a time: two who save at once must not both be the last one."""
    with connect_to_write() as connection:
        connection.execute(text("lock table saved_views in share row exclusive mode"))
        yield connection


@contextmanager
def _free(name: str) -> Iterator[None]:
    """Say so where another view has the name."""
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise ProblemException(409, "Name taken", f"There is a view '{name}' already.", "name") from None
        raise


def _values(asked: ViewBody) -> dict[str, Any]:
    return {
        "name": asked.name,
        "search": asked.search,
        "texts": [value for name, value in pairs(asked.search) if name in FREE],
        "user_id": scope()["user_id"],
    }


def _row(connection: Connection, view_id: int) -> dict[str, Any]:
    rows = fetch_rows(connection, "saved_views", view_id=min(view_id, 2**62), **scope())
    if not rows:
        raise ProblemException(404, "No such view", f"There is no view {view_id}; it may have been deleted.")
    return rows[0]


def _to_change(connection: Connection, view_id: int) -> dict[str, Any]:
    row = _row(connection, view_id)
    if not row["may_change"]:
        owner = row["saved_by"] or "somebody without sign-in"
        raise ProblemException(
            403, "Not your view", f"The view '{row['name']}' was saved by {owner}; they or an admin may change it."
        )
    return row


def _saved(connection: Connection, view_id: int, what: str) -> dict[str, Any]:
    row = _row(connection, view_id)
    _note(connection, row, what)
    return row


def _note(connection: Connection, row: dict[str, Any], what: str) -> None:
    # The name may have a customer's id: it stands in the details, which lose that when the customer is erased.
    audit(connection, what, f"view {row['view_id']}", name=row["name"])
