"""Before the first run, and over sample data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import run_command
from tests.e2e.faults import Faults
from tests.e2e.reading import visit
from tests.e2e.server import Server, serving

PAGES = ("/", "/segments", "/customers", "/model", "/data")


@pytest.fixture
def empty_server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """The dashboard over a migrated database without a run."""
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path), WEB_WORKERS="1") as server:
        yield server


def test_before_the_first_run_every_page_of_figures_shows_the_command_to_run(
    page: Page, faults: Faults, empty_server: Server
) -> None:
    faults.provoke(f"{empty_server.url}/api/")
    for path in (*PAGES, "/customers/12345"):
        page.goto(empty_server.url + path)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("There are no figures yet")
        expect(alert.locator("code")).to_contain_text("make ")
        expect(alert.get_by_role("button", name="Try again")).to_be_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.fixture
def sample_server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """The dashboard over a small generated shop."""
    lines = tmp_path / "sample.csv.gz"
    for command in (
        ["-m", "etl.sample", lines, "--lines", "20000"],
        ["etl/load_data.py", lines, "--sample"],
        ["etl/etl_pipeline.py"],
        ["ml/ml_model.py"],
    ):
        done = run_command(database_url, tmp_path, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path), WEB_WORKERS="1") as server:
        yield server


def test_sample_data_is_marked_on_every_page(page: Page, sample_server: Server) -> None:
    customer = sample_server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
    for path in (*PAGES, f"/customers/{customer}", "/no-such-page"):
        visit(page, sample_server.url + path)
        expect(page.get_by_role("main").get_by_text("Sample data, not a real shop")).to_be_visible()


def test_real_data_is_not_marked_as_a_sample(page: Page, server: Server) -> None:
    visit(page, "/")
    expect(page.get_by_text("Sample data")).to_have_count(2 if server.get("/api/overview")["sample"] else 0)
