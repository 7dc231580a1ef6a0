"""Runs: what is served and what it stands on, the others, and going back to one of them."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.audit import audit
from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.jobs import has_worker, job_or_none, put_in_queue
from backend.schemas.base import NoQuery
from backend.schemas.jobs import Job
from backend.schemas.runs import CurrentRun, Runs
from backend.served_run import ServedRun
from db.jobs import ROLL_BACK

blueprint = APIBlueprint("runs", __name__, url_prefix="/api/runs", tag="Runs")

LISTED = 50


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Runs)
@blueprint.doc(responses=[503], operation_id="getRuns")
def runs(query_data: NoQuery) -> dict[str, Any]:
    """The published runs, the newest first, and which of them can be served again."""
    with connect() as connection:
        items = fetch_rows(connection, "runs", run_id=None, limit=LISTED)
    return {"has_worker": has_worker(), "items": items}


@blueprint.get("/current")
@blueprint.input(NoQuery, location="query")
@blueprint.output(CurrentRun)
@blueprint.doc(responses=[503], operation_id="getCurrentRun")
@from_published_run
def current(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """The served run: lines in and kept, the cleaning ledger by reason, orders, customers and spend."""
    return fetch_row(connection, "current_run", run_id=run.run_id)


@blueprint.post("/<int:run_id>/serve")
@blueprint.output(Job, status_code=202)
@blueprint.doc(responses=[404, 409, 503], operation_id="serveRun")
def serve(run_id: int) -> dict[str, Any] | None:
    """Serve an earlier run again: scores and predictions go back, order lines stay as they are loaded."""
    with connect() as connection:
        found = fetch_rows(connection, "runs", run_id=run_id, limit=1)
    if not found:
        raise ProblemException(404, "No such run", f"There is no published run {run_id}.")
    if found[0]["is_served"]:
        raise ProblemException(409, "It is served already", f"Run {run_id} is what is served now.")
    if not found[0]["is_kept"]:
        raise ProblemException(409, "No longer kept", f"The scores of run {run_id} are gone (KEEP_RUNS).")
    number = put_in_queue(ROLL_BACK, [str(run_id)])
    with connect_to_write() as connection:
        audit(connection, "serve run", str(run_id), job=number)
    return job_or_none(number)
