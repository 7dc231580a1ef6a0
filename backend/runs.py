"""Runs: what is served and what it stands on."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import ServedRun, from_published_run
from backend.database import fetch_row
from backend.schemas.base import NoQuery
from backend.schemas.runs import CurrentRun

blueprint = APIBlueprint("runs", __name__, url_prefix="/api/runs", tag="Runs")


@blueprint.get("/current")
@blueprint.input(NoQuery, location="query")
@blueprint.output(CurrentRun)
@blueprint.doc(responses=[503], operation_id="getCurrentRun")
@from_published_run
def current(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """The served run: lines in and kept, the cleaning ledger by reason, orders, customers and spend."""
    return fetch_row(connection, "current_run", run_id=run.run_id)
