"""For those who run the server: is it alive, is it ready, how busy is it."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.database import connect, database
from backend.metrics import exposition
from backend.schemas.operations import Health, Readiness
from db.migrate import current_level, newest_level, works_with_this_code

blueprint = APIBlueprint("operations", __name__, tag="Operations")

METRICS_ANSWER: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {"description": "Prometheus's text format", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@blueprint.get("/healthz")
@blueprint.output(Health)
@blueprint.doc(operation_id="getHealth")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@blueprint.output(Readiness)
@blueprint.doc(operation_id="getReadiness", responses=[503])
def readyz() -> Response:
    """The database answers and is at this code's migration level; the run is told, not required."""
    wanted = newest_level()
    state = Readiness(status="not ready", database=False, migration=None, migration_wanted=wanted, run_id=None)
    try:
        with connect() as connection:
            state.database = True
            state.migration = current_level(connection)
            if works_with_this_code(connection):
                state.status = "ready"
                state.run_id = connection.execute(text("select run_id from published")).scalar_one_or_none()
            else:
                state.detail = "The database is at another migration level. Run: python -m db.migrate"
    except SQLAlchemyError:
        database().find_again()
        state.detail = "The database cannot be reached."
    status = 200 if state.status == "ready" else 503
    response = Response(state.model_dump_json(), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
@blueprint.doc(operation_id="getMetrics", responses=METRICS_ANSWER)
def metrics() -> Response:
    """Requests by endpoint and status with their time, and the state of database and run."""
    response = Response(exposition(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
