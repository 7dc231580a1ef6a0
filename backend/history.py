"""What is worked out after a run is published: how fresh it is, and cohorts."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.database import fetch_rows
from backend.schemas.base import NoQuery
from backend.schemas.cohorts import Cohorts
from backend.served_run import ServedRun

blueprint = APIBlueprint("history", __name__, url_prefix="/api", tag="Retention")

NO_HISTORY = "The history is not worked out yet. Run make pipeline, or python etl/history.py."
OLDER = "This is of other order lines than the scores that are served. Run python etl/history.py."


def history_build(connection: Connection, run: ServedRun) -> dict[str, Any]:
    """From what cohorts and products were worked out, and a note where they are missing or older than the run."""
    found = fetch_rows(connection, "history_build", run_id=run.run_id)
    if not found:
        return {"note": NO_HISTORY, "orders": None, "orders_looked_at": None}
    return found[0] if found[0]["of_this_run"] else {**found[0], "note": OLDER}


@blueprint.get("/cohorts")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Cohorts)
@blueprint.doc(responses=[503], operation_id="getCohorts")
@from_published_run
def cohorts(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """Customers by the month of their first order, and how many of them ordered in each month since."""
    note = history_build(connection, run)["note"]
    return {
        "run_id": run.run_id,
        "currency": run.currency,
        "note": note if note in (NO_HISTORY, OLDER) else None,
        "items": fetch_rows(connection, "cohorts"),
    }
