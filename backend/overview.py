"""The first page's figures in one answer."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.database import fetch_row, fetch_rows
from backend.schemas.base import NoQuery
from backend.schemas.overview import Overview
from backend.served_run import ServedRun

blueprint = APIBlueprint("overview", __name__, url_prefix="/api", tag="Overview")

AT_RISK = ("At Risk", "Can't Lose Them")


@blueprint.get("/overview")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Overview)
@blueprint.doc(responses=[503], operation_id="getOverview")
@from_published_run
def overview(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """Revenue and orders by month, customers, repeat rate, revenue at risk, and the R by FM grid."""
    figures = fetch_row(connection, "overview", run_id=run.run_id)
    segments = fetch_rows(connection, "segments", run_id=run.run_id)
    grid = fetch_rows(connection, "grid", run_id=run.run_id)
    at_risk = [item for item in segments if item["segment"] in AT_RISK]
    in_grid = {"customers": sum(cell["customers"] for cell in grid), "monetary": sum(cell["monetary"] for cell in grid)}
    return {
        **figures,
        "at_risk": {
            "customers": sum(item["customers"] for item in at_risk),
            "monetary": sum(item["monetary"] for item in at_risk),
            "share": sum(item["monetary_share"] for item in at_risk),
        },
        "grid": grid,
        "new_customers": {
            "customers": run.customers - in_grid["customers"],
            "monetary": sum(item["monetary"] for item in segments) - in_grid["monetary"],
        },
        "recency_bounds": fetch_rows(connection, "recency_bounds", run_id=run.run_id),
    }
