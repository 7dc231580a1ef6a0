"""One customer's data: saved from the customer's page, and erased there by a real worker."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from db.settings import ROOT
from tests.db.moved_shop import make_shop
from tests.e2e.reading import visit
from tests.e2e.server import Server, serving


@pytest.fixture
def own_server(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Server]:
    """The dashboard over a small shop of this test's own, with a worker."""
    make_shop(engine, tmp_path)
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "db.worker"]
    with serving(tmp_path, WEB_WORKERS="1", **settings) as server:
        worker = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
        try:
            yield server
        finally:
            worker.terminate()
            worker.wait(60)


def test_a_customer_s_data_are_saved_and_the_customer_is_erased(page: Page, own_server: Server, tmp_path: Path) -> None:
    before = own_server.get("/api/customers/rfm", sort="-monetary")
    one = before["items"][0]["customer_id"]
    totals = own_server.get("/api/customers/segments")
    visit(page, f"{own_server.url}/customers/{one}")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the data").click()
    path = tmp_path / "saved.zip"
    saved.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("customer.json"))["customer_id"] == one

    page.get_by_role("button", name="Erase the customer").click()
    erase = page.get_by_role("button", name="Erase for good")
    expect(erase).to_be_disabled()
    page.get_by_label(f"Type the id {one} to confirm").fill(one)
    erase.click()
    expect(page.get_by_role("status").filter(has_text="The customer is erased.")).to_be_visible(timeout=90_000)
    page.get_by_role("link", name="Back to the customers").click()
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()
    expect(page.get_by_role("main").get_by_text(one, exact=True)).to_have_count(0)
    assert own_server.get("/api/customers/rfm", sort="-monetary")["items"] == before["items"][1:]
    assert own_server.get("/api/customers/segments") == totals
