"""What a customer may ask of the shop: all that is held about them, and to be erased."""

from contextlib import suppress
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from backend.audit import audit
from backend.database import connect, connect_to_write, database
from backend.errors import ProblemException
from backend.jobs import has_worker, put_in_queue
from backend.schemas.privacy import CustomerDataQuery, EraseBody, Erasure
from backend.served_run import served_run
from db.customer_data import as_json, as_zip, customer_data
from db.erase import is_held
from db.erased import KeyProblemError, privacy_key, pseudonym_of
from db.jobs import ERASE

blueprint = APIBlueprint("privacy", __name__, url_prefix="/api/customers", tag="Privacy")


DATA_ANSWERS: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "Every row in which the customer stands, by table",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
        },
    },
    404: {"description": "Nothing is held about this customer"},
}


@blueprint.get("/<path:customer_id>/data")
@blueprint.input(CustomerDataQuery, location="query")
@blueprint.doc(
    operation_id="getCustomerData",
    responses=DATA_ANSWERS,
)
def data(customer_id: str, query_data: CustomerDataQuery) -> Response:
    """All that is held about one customer, to be handed to them: as JSON, or as a ZIP of it and CSV files."""
    with connect() as connection:
        with suppress(ProblemException):  # lines may be held before a run is published
            served_run(connection)
        parts = customer_data(connection, customer_id)
    if parts is None:
        raise _unknown(customer_id)
    if query_data.format == "zip":
        response = Response(as_zip(customer_id, parts), content_type="application/zip")
    else:
        response = Response(as_json(customer_id, parts), content_type="application/json")
    with connect_to_write() as connection:
        audit(connection, "customer data", customer_id)
    # The id is in no header: those are logged.
    response.headers["Content-Disposition"] = f'attachment; filename="customer-data.{query_data.format}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/<path:customer_id>/erase")
@blueprint.input(EraseBody, location="json")
@blueprint.output(Erasure, status_code=202)
@blueprint.doc(responses=[404, 409, 422, 503], operation_id="eraseCustomer")
def erase(customer_id: str, json_data: EraseBody) -> dict[str, Any]:
    """Erase one customer for good: totals stay under a pseudonym, every list and every later load is without the id."""
    with connect() as connection:
        if "\0" in customer_id or not is_held(connection, customer_id):
            raise _unknown(customer_id)
        if json_data.confirm != customer_id:
            raise ProblemException(
                409, "Not confirmed", "confirm: this is not the customer's id; nothing was erased.", "confirm"
            )
        try:
            key = privacy_key(connection, database().settings.data_dir)
        except KeyProblemError as problem:
            raise ProblemException(409, "The key is missing", f"Nothing was erased: {problem}") from None
    # The job has the keyed hash alone: what stands in the queue and in logs tells nobody who it was.
    id_hash = key.id_hash(customer_id)
    job_id = put_in_queue(ERASE, [id_hash])
    with connect_to_write() as connection:
        audit(connection, "erase", pseudonym_of(id_hash), job_id=job_id)
    return {"job_id": job_id, "has_worker": has_worker()}


def _unknown(customer_id: str) -> ProblemException:
    return ProblemException(
        404, "No such customer", f"Nothing is held about a customer with the id '{customer_id[:50]}'."
    )
