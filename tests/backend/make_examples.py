"""Make the examples of the OpenAPI document: `make examples` asks a sample shop of its own for every answer."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.customer_list import encode_cursor
from backend.openapi import EXAMPLES
from db.embedded import join_server
from db.engine import engine_for
from db.migrate import upgrade
from db.settings import ROOT
from tests.backend.conftest import FETCH, PASSWORD, add_user, body, client_of, sign_in
from tests.conftest import run_command

ITEMS = 2  # of each list
TEXT = 1200  # letters of each text
SECONDS = 120
MORE_LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
900001,10002,lantern,6,2025-09-30 10:12:00,2.55,12001,France
900001,10003,candle,2,2025-09-30 10:12:00,1.25,12001,France
900002,10002,lantern,-1,2025-09-30 11:40:00,2.55,12002,Germany
"""
HOUR = "2025-10-01T10:00:00Z"
OTHER_PASSWORD = "eight lamps over a slow river"
BEARER = {"Authorization": "Bearer psd_unknown"}


class Collector:
    """Asks for each operation and keeps its answers, lists shortened, by operation and status."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        document = client.get("/api/openapi.json").json or {}
        self._places = {
            operation["operationId"]: (method, path)
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
        }
        self.found: dict[str, Any] = {"errors": {}}

    def ask(self, operation: str, send: Any = None, query: dict[str, Any] | None = None, **ids: Any) -> Any:
        """The whole answer; what was sent and what came is kept as the operation's example."""
        method, path = self._places[operation]
        sent = {"data": send} if isinstance(send, bytes) else {"json": send} if send is not None else {}
        answer = self._client.open(
            path.format(**ids), method=method.upper(), query_string=query, headers=FETCH, buffered=True, **sent
        )
        assert answer.status_code < 300, (operation, answer.text)
        kept = self.found.setdefault(operation, {})
        if ids or query:
            kept["parameters"] = {**ids, **(query or {})}
        if isinstance(send, dict):
            kept["body"] = send
        if not answer.data:
            return None
        kind = answer.mimetype or ""
        is_json = kind == "application/json"
        lines = answer.text.splitlines(keepends=True)
        example = shortened(answer.json) if is_json else "".join(lines[: ITEMS + 1])
        kept.setdefault("answers", {}).setdefault(str(answer.status_code), {})[kind] = example
        return body(answer) if is_json else answer.text

    def refused(self, answer: TestResponse) -> None:
        """Keep an error as the example of its status."""
        assert answer.status_code >= 400, answer.text
        self.found["errors"].setdefault(str(answer.status_code), answer.json)


def shortened(value: Any) -> Any:
    """The same with two items in each list, and texts of a readable length."""
    if isinstance(value, list):
        return [shortened(item) for item in value[:ITEMS]]
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    return value[:TEXT] if isinstance(value, str) else value


@contextmanager
def sample_shop(folder: Path) -> Iterator[str]:
    """The URL of a database with a sample shop: two published runs, the second after some more lines."""
    url = join_server(folder)
    os.environ["TEST_DATA_DIR"] = str(folder)  # where the web role's password is looked up
    try:
        engine = engine_for(url, "Europe/London")
        upgrade(engine)
        engine.dispose()
        sample, more = folder / "sample.csv.gz", folder / "more.csv"
        subprocess.run([sys.executable, "-m", "etl.sample", str(sample), "--lines", "20000"], cwd=ROOT, check=True)
        more.write_text(MORE_LINES)
        pipeline = (["etl/etl_pipeline.py"], ["ml/ml_model.py"])
        load, add = (["etl/load_data.py", name] for name in (sample, more))
        for command in (load, *pipeline, add, *pipeline, ["etl/history.py"]):
            done = run_command(url, folder, *command)
            assert done.returncode == 0, done.stdout + done.stderr
        yield url
    finally:
        environment = {**os.environ, "DATA_DIR": str(folder)}
        subprocess.run([sys.executable, "-m", "db.stop"], cwd=ROOT, env=environment, capture_output=True, check=False)


def collect(url: str, folder: Path) -> dict[str, Any]:
    """The examples of every operation, from the shop at `url`."""
    add_user(url, "anna")
    client = client_of(url, auth="on", data_dir=str(folder), upload_limit_mb="1")
    assert sign_in(client, "anna").status_code == 200
    found = Collector(client)
    figures(found)
    views(found)
    campaigns(found)
    importing(found, url, folder)
    access(found, client)
    errors(found, client, url, folder)
    erasing(found)
    found.ask("signOut")
    return found.found


def figures(found: Collector) -> None:
    """What only reads."""
    for operation in (
        "getHealth",
        "getReadiness",
        "getMetrics",
        "getOverview",
        "getSegments",
        "getSegmentRules",
        "getFacets",
        "getCohorts",
        "getModelMetrics",
        "getModelRuns",
        "getRuns",
        "getCurrentRun",
        "getSegmentHistory",
        "getMovement",
        "getAffinity",
        "getQueries",
        "getLedger",
        "exportLedger",
        "getUsers",
    ):
        found.ask(operation)
    found.ask("getQuery", name="overview")
    listed = found.ask("listCustomers", query={"segment": "Champions", "sort": "-monetary", "limit": 2})
    customer = listed["items"][0]["customer_id"]
    found.ask("countCustomers", query={"segment": "Champions", "min_monetary": 1000})
    found.ask("getCustomerNeighbours", query={"segment": "Champions"}, customer_id=customer)
    for operation in ("getCustomerDetails", "getNextProducts", "getCustomerData"):
        found.ask(operation, customer_id=customer)
    product = found.ask("listProducts", query={"sort": "-pieces", "limit": 2})["items"][0]["stock_code"]
    found.ask("getProductDetails", stock_code=product)
    found.ask("listMovers", query={"to_segment": "Champions", "from_segment": "Champions", "limit": 2})
    chosen = {"filters": {"country": "France"}, "columns": ["customer_id", "segment", "monetary"], "sort": "-monetary"}
    found.ask("exportCustomers", chosen)
    link = {"run_id": listed["run_id"], "url": "https://bucket.example/customers.csv?signature=...", "expires_at": HOUR}
    found.found["exportCustomers"]["answers"]["200"]["application/json"] = link  # a bucket is not there to be asked


def views(found: Collector) -> None:
    view = {"name": "Champions by last order", "search": "segment=Champions&sort=-recency"}
    number = found.ask("saveView", view)["view_id"]
    found.ask("getViews")
    found.ask("replaceView", {**view, "search": f"{view['search']}&min_monetary=1000"}, view_id=number)
    found.ask("deleteView", view_id=number)


def campaigns(found: Collector) -> None:
    found.ask("getCampaignPlan", query={"margin": 0.3, "cost": 2})
    found.ask("getPlanCustomers", query={"limit": 2})
    begun = found.ask("beginCampaign", {"name": "Autumn", "customers": 200, "margin": 0.3, "cost": 2, "hold_out": 0.2})
    number = begun["campaign_id"]
    found.ask("getCampaigns")
    for operation in ("getCampaign", "exportCampaign", "deleteCampaign"):
        found.ask(operation, campaign_id=number)


def importing(found: Collector, url: str, folder: Path) -> None:
    """A file on its way, checked by a worker; jobs, and going back to the earlier run."""
    begun = found.ask("uploadFile", MORE_LINES.encode(), query={"name": "orders.csv"})
    one = {"import_id": begun["import_id"]}
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder)}
    worker = subprocess.Popen([sys.executable, "-m", "db.worker"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + SECONDS
        while found.ask("getImport", **one)["check"]["status"] != "succeeded":
            assert time.monotonic() < deadline, "the worker did not check the file"
            time.sleep(0.2)
        found.ask("getImports")
        found.ask("getJob", job_id=begun["check"]["job_id"])
    finally:
        worker.terminate()
        worker.wait(SECONDS)
    found.ask("checkImport", {"date_order": "day-first"}, **one)
    found.ask("cancelImport", **one)
    found.ask("loadImport", {"mode": "add", "columns": {"customer_id": "CustomerID"}}, **one)
    found.ask("cancelImport", **one)
    found.ask("deleteImport", **one)
    rules = found.ask("getSegmentRules")
    cells = [{**cell, "segment": "Hibernating"} if cell["r"] == 1 else cell for cell in rules["cells"]]
    wanted = {"run_id": rules["run_id"], "new_customer_days": 60, "cells": cells}
    found.ask("previewSegmentRules", wanted)
    job = found.ask("changeSegmentRules", wanted)
    found.ask("cancelJob", job_id=job["job_id"])
    earlier = next(run["run_id"] for run in found.ask("getRuns")["items"] if not run["is_served"])
    job = found.ask("serveRun", run_id=earlier)
    found.ask("cancelJob", job_id=job["job_id"])


def access(found: Collector, client: FlaskClient) -> None:
    found.ask("getSession")
    made = found.ask("makeUser", {"name": "ben", "role": "viewer", "password": PASSWORD})
    found.ask("changeUser", {"role": "analyst"}, user_id=made["user_id"])
    key = found.ask("makeKey", {"name": "weekly report", "role": "analyst", "days": 30})
    found.found["makeKey"]["answers"]["201"]["application/json"]["key"] = "psd_told-once-and-never-again"
    found.ask("getKeys")
    found.ask("revokeKey", key_id=key["key_id"])
    found.ask("changePassword", {"current": PASSWORD, "new": OTHER_PASSWORD})
    found.ask("signIn", {"name": "anna", "password": OTHER_PASSWORD})
    found.ask("getAudit")


def errors(found: Collector, client: FlaskClient, url: str, folder: Path) -> None:
    """One of each error, as it comes."""

    def post(path: str, **more: Any) -> None:
        found.refused(client.post(path, headers=FETCH, **more))

    found.refused(client_of(url, auth="on").get("/api/overview", headers=BEARER))
    found.refused(client.post("/api/export/customers", json={}))
    found.refused(client.get("/api/customers/nobody/details"))
    found.refused(client.get("/api/customers/rfm?min_monetary=much"))
    gone = encode_cursor(999_999, "-monetary", 1, "12001")
    found.refused(client.get(f"/api/customers/rfm?cursor={gone}"))
    post("/api/users", json={"name": "anna", "role": "viewer", "password": PASSWORD})
    post("/api/export/customers", data=b"{", content_type="application/json")
    post("/api/export/customers", data=b"all", content_type="text/plain")
    post("/api/export/customers", data=b"[" * 2_000_000, content_type="application/json")
    lies_there = folder / "uploads" / "another"
    lies_there.write_bytes(bytes(4_000_000))
    post("/api/imports?name=orders.csv", data=MORE_LINES.encode())
    lies_there.unlink()
    stranger = client_of(url, auth="on")
    for _ in range(11):
        answer = sign_in(stranger, "nobody", "wrong")
    found.refused(answer)
    found.refused(client_of("postgresql://shop@127.0.0.1:9/shop").get("/api/overview"))
    ready = client_of("postgresql://shop@127.0.0.1:9/shop").get("/readyz")
    found.found["getReadiness"]["answers"]["503"] = {"application/json": ready.json}


def erasing(found: Collector) -> None:
    customer = found.ask("listCustomers", query={"segment": "Champions", "sort": "-monetary", "limit": 2})["items"][1]
    number = customer["customer_id"]
    found.ask("eraseCustomer", {"confirm": number}, customer_id=number)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sample_shop(Path(folder)) as url:
        found = collect(url, Path(folder))
    EXAMPLES.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
