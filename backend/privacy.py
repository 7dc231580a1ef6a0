"""What a customer may ask of the shop: all that is held about them."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from backend.audit import audit
from backend.database import connect, connect_to_write
from backend.errors import ProblemException
from backend.schemas.privacy import CustomerDataQuery
from db.customer_data import as_json, as_zip, customer_data

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
        parts = customer_data(connection, customer_id)
    if parts is None:
        raise ProblemException(
            404, "No such customer", f"Nothing is held about a customer with the id '{customer_id[:50]}'."
        )
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
