"""A run that is served again answers as it did before a later one, whose rows stay beside its own.

Orders, products and cohorts are of the data, which stay as they were loaded last.
"""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.backend.conftest import fetch
from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, write

PATHS = (
    "/api/overview",
    "/api/customers/segments",
    "/api/customers/facets",
    "/api/customers/count?country=France",
    "/api/customers/count?min_monetary=500&q=an",
    "/api/customers/rfm?limit=100",
    "/api/customers/rfm?limit=100&sort=country&cell=5-5&cell=1-1",
    "/api/model/metrics",
    "/api/campaigns/plan",
    "/api/campaigns/plan/customers",
    "/api/segments/history",
    "/api/segments/movement",
    "/api/segment-rules",
)


@pytest.fixture(scope="module")
def own_template(trained_template: str) -> str:
    return trained_template


def answers(client: FlaskClient) -> dict[str, Any]:
    found = {path: fetch(client, path) for path in PATHS}
    for place in (0, 50, 99):
        customer = found["/api/customers/rfm?limit=100"]["items"][place]["customer_id"]
        path = f"/api/customers/{customer}/neighbours"
        found[path] = fetch(client, path)
    return found


def test_a_run_served_again_answers_as_before(own_client: FlaskClient, run_script: Runner, tmp_path: Path) -> None:
    before = answers(own_client)
    top = [row["customer_id"] for row in before["/api/customers/rfm?limit=100"]["items"]]
    lines = [
        f"9{number},Z{number % 4},Later,7,2025-10-{1 + number % 28:02d} 10:00:00,99.50,{customer},Atlantis"
        for number, customer in enumerate([*top, *(f"new-{number}" for number in range(40))])
    ]
    for arguments in (
        ["etl/load_data.py", write(tmp_path, [HEADER, *lines]), "--mode", "add"],
        ["etl/etl_pipeline.py"],
        ["ml/ml_model.py"],
        ["etl/history.py"],
    ):
        done = run_script(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    later = answers(own_client)
    assert [path for path in PATHS if later[path] == before[path]] == []
    done = run_script("-m", "db.rollback", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    again = answers(own_client)
    assert again.keys() == before.keys()
    assert "\n".join(path for path in again if again[path] != before[path]) == ""
