"""Segments: how many customers each has, what they spent, and what is expected of them."""

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
    """Every segment with its customers, spend and means; of the served run, or of an earlier one that is kept."""
    chosen: dict[str, Any] = {"run_id": run.run_id, "as_of": run.as_of, "currency": run.currency}
    if query_data.run is not None or query_data.as_of is not None:
        kept = fetch_rows(connection, "kept_run", run_id=query_data.run, as_of=query_data.as_of)
        if not kept:
            raise ProblemException(404, "No such run", "No kept run has this number and date. Leave out run and as_of.")
        chosen = kept[0]
    items = fetch_rows(connection, "segments", run_id=chosen["run_id"])
    return {
        **chosen,
        "total_customers": sum(item["customers"] for item in items),
        "total_monetary": sum(item["monetary"] for item in items),
        "items": items,
    }
