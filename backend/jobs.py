"""Jobs of the queue: asked for, watched, cancelled. The worker does them, in a process of its own."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint

from backend.database import connect, database, fetch_row
from backend.errors import ProblemException
from backend.schemas.base import NoQuery
from backend.schemas.jobs import Job
from db.jobs import QueueAwayError, ask, cancel, jobs
from db.left_jobs import SILENCE

blueprint = APIBlueprint("jobs", __name__, url_prefix="/api/jobs", tag="Jobs")

OVER = ("succeeded", "failed", "cancelled", "aborted")
LAST_ID = 2**63 - 1  # of PostgreSQL's bigint
AWAY = "The queue of jobs cannot be reached at the moment. Try again in some seconds."


def put_in_queue(name: str, arguments: Sequence[str]) -> int:
    """The new job's number. Raises 409 when one of this kind waits already."""
    try:
        number = ask(database().url, name, arguments)
    except QueueAwayError:
        raise ProblemException(503, "Database away", AWAY) from None
    if number is None:
        raise ProblemException(409, "One waits already", "A job of this kind waits already. Wait until it has begun.")
    return number


def job_or_none(job_id: int | None) -> dict[str, Any] | None:
    """The job as it is told, None when there is none."""
    if job_id is None or job_id > LAST_ID:
        return None
    found = next(iter(jobs(database().engine, job_id)), None)
    if found is None:
        return None
    told = {name: found[name] for name in Job.model_fields}
    return told | {"problem": (found["problem"] or "").removeprefix("error: ") or None}


def end_job(job_id: int) -> None:
    """Cancel a job that waits, or have its worker end it. Raises 409 when it does neither."""
    try:
        ended = cancel(database().url, job_id)
    except QueueAwayError:
        raise ProblemException(503, "Database away", AWAY) from None
    if not ended:
        raise ProblemException(409, "Nothing to cancel", f"Job {job_id} neither waits nor runs.")


def has_worker() -> bool:
    """Whether a worker is there to take jobs."""
    with connect() as connection:
        there: bool = fetch_row(connection, "has_worker", silence=SILENCE)["has_worker"]
    return there


@blueprint.get("/<int:job_id>")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Job)
@blueprint.doc(responses=[404, 503], operation_id="getJob")
def job(job_id: int, query_data: NoQuery) -> dict[str, Any]:
    """How a job stands, what it is doing, and the last lines that it printed."""
    return _job(job_id)


@blueprint.post("/<int:job_id>/cancel")
@blueprint.output(Job, status_code=202)
@blueprint.doc(responses=[404, 409, 503], operation_id="cancelJob")
def cancel_job(job_id: int) -> dict[str, Any]:
    """Cancel a job that waits, or have a running one ended: what is published stays as it is."""
    _job(job_id)
    end_job(job_id)
    return _job(job_id)


def _job(job_id: int) -> dict[str, Any]:
    found = job_or_none(job_id)
    if found is None:
        raise ProblemException(404, "No such job", f"There is no job {job_id}.")
    return found
