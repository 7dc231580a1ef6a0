"""Segments: how many customers each has, what they spent, and what is expected of them."""

from datetime import date, datetime, time
from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.database import fetch_rows
from backend.errors import ProblemException
from backend.schemas.segments import Segments, SegmentsQuery
from backend.served_run import ServedRun

blueprint = APIBlueprint("segments", __name__, url_prefix="/api/customers", tag="Segments")


@blueprint.get("/segments")
@blueprint.input(SegmentsQuery, location="query")
@blueprint.output(Segments)
@blueprint.doc(responses=[404, 503], operation_id="getSegments")
@from_published_run
def segments(connection: Connection, run: ServedRun, query_data: SegmentsQuery) -> dict[str, Any]:
    """Every segment with its customers, spend and means; of the served run, an earlier kept one, or a month end."""
    chosen: dict[str, Any] = {"run_id": run.run_id, "as_of": run.as_of, "currency": run.currency}
    month_end: date | None = None
    if query_data.run is not None or query_data.as_of is not None:
        kept = fetch_rows(connection, "kept_run", run_id=query_data.run, as_of=query_data.as_of)
        if kept:
            chosen = kept[0]
        elif query_data.run is None and query_data.as_of in _month_ends(connection, run):
            month_end = query_data.as_of
        else:
            raise ProblemException(
                404,
                "No such run",
                "No kept run has this number and date, and no scored month ends there. Leave out run and as_of.",
            )
    if month_end is None:
        items = fetch_rows(connection, "segments", run_id=chosen["run_id"])
    else:
        chosen["as_of"] = datetime.combine(month_end, time())
        items = fetch_rows(connection, "segments_at_month_end", as_of=month_end)
    return {
        **chosen,
        "total_customers": sum(item["customers"] for item in items),
        "total_monetary": sum(item["monetary"] for item in items),
        "items": items,
    }


def _month_ends(connection: Connection, run: ServedRun) -> list[date]:
    """The month ends before the run at which customers were scored."""
    return [row["as_of"] for row in fetch_rows(connection, "month_ends", as_of=run.as_of)]
