"""The Postman collection, run by newman against the real server, finds every answer as the document promises it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from db.settings import ROOT
from tests.backend.conftest import FETCH, body, signed_in_client
from tests.conftest import is_missing
from tests.e2e.server import Server, serving

COLLECTION = ROOT / "docs" / "postman_collection.json"
NEWMAN = ROOT / "frontend" / "node_modules" / ".bin" / "newman"


def newman(server: Server, folder: Path, collection: Path = COLLECTION, **variables: str) -> Any:
    """What a run of the collection gave: newman's own report."""
    if not NEWMAN.exists():
        is_missing("newman is not installed: make frontend")
    report = folder / "newman.json"
    command = [str(NEWMAN), "run", str(collection), "--reporters", "json", "--reporter-json-export", str(report)]
    for name, value in {"base_url": server.url, **variables}.items():
        command += ["--env-var", f"{name}={value}"]
    environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert report.exists(), done.stdout + done.stderr
    return json.loads(report.read_text())["run"]


def complaints(run: Any) -> list[str]:
    return [f"{failure['source'].get('name')}: {failure['error']['message'][:300]}" for failure in run["failures"]]


def asked(run: Any) -> set[str]:
    """The requests that were sent."""
    return {execution["item"]["name"] for execution in run["executions"] if "response" in execution}


def test_every_request_that_only_reads_is_answered_as_promised(published_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, DATABASE_URL=published_url, DATA_DIR=str(tmp_path)) as server:
        run = newman(server, tmp_path)
        assert complaints(run) == []
        document = server.get("/api/openapi.json")
        reads = [(path, methods["get"]) for path, methods in document["paths"].items() if "get" in methods]
        without_ids = {operation["operationId"] for path, operation in reads if "{" not in path}
        sent = asked(run)
        assert without_ids | {"exportCustomers", "getCustomerDetails", "getProductDetails", "getQuery"} <= sent
        assert not {"beginCampaign", "uploadFile", "eraseCustomer", "deleteCampaign", "makeUser"} & sent
        assert run["stats"]["assertions"]["total"] > 2 * len(sent)

        broken = json.loads(COLLECTION.read_text())
        for item in (item for each in broken["item"] for item in each["item"]):
            lines = item["event"][1]["script"]["exec"]
            item["event"][1]["script"]["exec"] = [line.replace('"total_customers"', '"nothing"') for line in lines]
        planted = tmp_path / "broken.json"
        planted.write_text(json.dumps(broken))
        found = complaints(newman(server, tmp_path, planted))
        assert len(found) == 1 and found[0].startswith("getSegments: "), found


@pytest.mark.parametrize("valid", [True, False])
def test_the_key_is_a_variable(database_url: str, tmp_path: Path, valid: bool) -> None:
    admin: FlaskClient = signed_in_client(database_url, "admin")
    key = body(admin.post("/api/keys", json={"name": "postman", "role": "admin"}, headers=FETCH))["key"]
    only = json.loads(COLLECTION.read_text())
    only["item"] = [folder for folder in only["item"] if folder["name"] == "Access"]
    access = tmp_path / "access.json"
    access.write_text(json.dumps(only))
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path), AUTH="on") as server:
        run = newman(server, tmp_path, access, key=key if valid else "psd_wrong")
    assert {"getUsers", "getKeys", "getAudit"} <= asked(run)
    assert bool(complaints(run)) is not valid
