"""Jobs by the API: seen while they wait, cancelled once."""

from flask.testing import FlaskClient

from db.jobs import PIPELINE, ask
from tests.backend.conftest import FETCH, body, fetch


def test_a_job_that_waits_is_cancelled_once(own_client: FlaskClient, database_url: str) -> None:
    number = ask(database_url, PIPELINE, [])
    assert fetch(own_client, f"/api/jobs/{number}")["status"] == "todo"
    cancelled = own_client.post(f"/api/jobs/{number}/cancel", headers=FETCH)
    assert (cancelled.status_code, body(cancelled)["status"]) == (202, "cancelled")
    assert fetch(own_client, f"/api/jobs/{number}")["status"] == "cancelled"
    again = own_client.post(f"/api/jobs/{number}/cancel", headers=FETCH)
    assert (again.status_code, body(again)["detail"]) == (409, f"Job {number} neither waits nor runs.")
