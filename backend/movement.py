"""Segments over time: how many customers each had, who moved, and the list behind each move."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.customer_list import decode_cursor, encode_cursor
from backend.database import fetch_rows
from backend.errors import ProblemException
from backend.history import NO_HISTORY
from backend.schemas.base import NoQuery
from backend.schemas.movement import Movement, MovementQuery, Movers, MoversQuery, SegmentHistory
from backend.served_queries import timed
from backend.served_run import ServedRun
from db import movement as moves

blueprint = APIBlueprint("movement", __name__, url_prefix="/api/segments", tag="Segments over time")

NO_MONTH = "The order lines cover no month to its end yet, so there is nothing to compare with."


@blueprint.get("/history")
@blueprint.input(NoQuery, location="query")
@blueprint.output(SegmentHistory)
@blueprint.doc(responses=[503], operation_id="getSegmentHistory")
@from_published_run
def segment_history(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """Every segment's customers and spend at each month end, and today."""
    items = fetch_rows(connection, "segment_history", run_id=run.run_id, as_of=run.as_of)
    known = len({item["as_of"] for item in items}) > 1
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "currency": run.currency,
        "note": None if known else _why_none(run),
        "items": items,
    }


@blueprint.get("/movement")
@blueprint.input(MovementQuery, location="query")
@blueprint.output(Movement)
@blueprint.doc(responses=[503], operation_id="getMovement")
@from_published_run
def movement(connection: Connection, run: ServedRun, query_data: MovementQuery) -> dict[str, Any]:
    """How many customers went from each segment to each other one between two moments, and what they had spent."""
    month_ends = fetch_rows(connection, "month_ends", as_of=run.as_of)
    earlier, later = moments(month_ends, run, query_data)
    found: Sequence[Any] = []
    if earlier:
        with timed("movement") as asked:
            found = moves.movement(connection, earlier, later)
            asked.rows = len(found)
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        "earlier": earlier,
        "later": later if isinstance(later, date) else run.as_of.date(),
        "note": None if earlier else _why_none(run),
        "month_ends": month_ends,
        "items": [row._asdict() for row in found],
    }


@blueprint.get("/movers")
@blueprint.input(MoversQuery, location="query")
@blueprint.output(Movers)
@blueprint.doc(responses=[410, 503], operation_id="listMovers")
@from_published_run
def movers(connection: Connection, run: ServedRun, query_data: MoversQuery) -> dict[str, Any]:
    """The customers who went from one segment to another, those who spent most first, page by page."""
    earlier, later = moments(fetch_rows(connection, "month_ends", as_of=run.as_of), run, query_data)
    if earlier is None:
        raise ProblemException(422, "A parameter is wrong", f"earlier: {_why_none(run)}", "earlier")
    order = f"{earlier} {later} {query_data.from_segment} {query_data.to_segment}"
    after = _after(query_data.cursor, order, run) if query_data.cursor else None
    segments = (query_data.from_segment, query_data.to_segment)
    with timed("movers") as asked:
        rows = moves.movers(connection, (earlier, later), segments, after, query_data.limit + 1)
        asked.rows = len(rows)
    page = rows[: query_data.limit]
    last = page[-1] if len(rows) > query_data.limit else None
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        "earlier": earlier,
        "later": later if isinstance(later, date) else run.as_of.date(),
        "next_cursor": last and encode_cursor(run.run_id, order, last.monetary_after, last.customer_id),
        "items": [row._asdict() for row in page],
    }


def moments(month_ends: list[dict[str, Any]], run: ServedRun, asked: MovementQuery) -> tuple[date | None, moves.Moment]:
    """The two moments asked for; no earlier one where no month end lies before. Raises 422 for one without scores."""
    known = [month_end["as_of"] for month_end in month_ends]
    for name, day in (("earlier", asked.earlier), ("later", asked.later)):
        if day is not None and day not in known:
            offered = f"there are those of {', '.join(map(str, known))}" if known else _why_none(run)
            raise ProblemException(422, "A parameter is wrong", f"{name}: no scores of {day}; {offered}.", name)
    before = [day for day in known if asked.later is None or day < asked.later]
    earlier = asked.earlier or (before[0] if before else None)
    if asked.later is not None and earlier not in before:
        raise ProblemException(
            422, "A parameter is wrong", f"later: {asked.later} has to lie after `earlier`, a month end too.", "later"
        )
    return earlier, asked.later or run.run_id


def _after(cursor: str, order: str, run: ServedRun) -> tuple[Any, str]:
    run_id, value, customer_id, _ = decode_cursor(cursor, order)
    if run_id != run.run_id:
        raise ProblemException(410, "The run is gone", "Another run is served now; start at the first page.", "cursor")
    return value, customer_id


def _why_none(run: ServedRun) -> str:
    return NO_HISTORY if run.history_built_at is None else NO_MONTH
