"""A file from the desk to the served figures, in a browser and with a worker: corrected, loaded, refused, cancelled."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine

from db.jobs import jobs
from db.pipeline_lock import pipeline_lock
from tests.conftest import StartWorker
from tests.db.test_worker import is_held_up, published, wait_for
from tests.e2e.faults import Faults
from tests.e2e.reading import table_rows
from tests.e2e.server import Server, serving
from tests.etl.test_load_data import HEADER, LINES

# Separator, decimals and dates of another country, and one column that nobody knows.
ABROAD = "\n".join(
    [
        "InvoiceNo;StockCode;Quantity;InvoiceDate;UnitPrice;Haus;Country",
        "1001;A1;2;3/1/2011;1,50;17850;United Kingdom",
        "1001;A2;1;3/1/2011;4,25;17850;United Kingdom",
        "1002;A1;5;4/2/2011;1,50;14911;France",
        "1003;A1;5;4/2/2011;0;14911;France",
        "1004;A2;1;5/2/2011;4,25;17850;United Kingdom",
    ]
)
LATER = "\n".join([HEADER, *(line.replace("100", "200", 1) for line in LINES)])  # other invoices
DROP = """(zone, { name, text }) => {
    const held = new DataTransfer()
    held.items.add(new File([text], name))
    for (const kind of ['dragover', 'drop'])
        zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held }))
}"""


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """A shop without any data."""
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path), WEB_WORKERS="1") as server:
        yield server


@pytest.fixture
def data_page(page: Page, faults: Faults, shop: Server) -> Page:
    for path in ("/api/runs/current", "/api/overview"):  # nothing is published yet
        faults.provoke(f"{shop.url}{path}")
    page.goto(f"{shop.url}/data")
    return page


def place_for_a_file(page: Page) -> Locator:
    return page.locator("label").filter(has_text="drop one here")


def drop(page: Page, text: str, name: str = "orders.csv") -> None:
    zone = place_for_a_file(page)
    zone.wait_for()
    zone.evaluate(DROP, {"name": name, "text": text})


def title(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=2, name=text, exact=True)


def test_a_file_is_dropped_corrected_loaded_and_served(
    data_page: Page, faults: Faults, shop: Server, start_worker: StartWorker, engine: Engine
) -> None:
    page = data_page
    start_worker()
    drop(page, ABROAD)
    check_again = page.get_by_role("button", name="Check again")

    # What is asked for stands under its field.
    expect(title(page, "orders.csv is not understood yet")).to_be_visible(timeout=30_000)
    columns = page.get_by_role("group", name="Which column is which")
    expect(columns).to_contain_text("customer_id")
    columns.get_by_label("Customer", exact=True).select_option("Haus")
    check_again.click()
    order = page.get_by_label("Order of dates")
    expect(order).to_have_attribute("aria-invalid", "true", timeout=30_000)
    expect(order).to_have_accessible_description(re.compile("day"))

    # What no server takes is objected to under its field, too, and nothing that was filled in is lost.
    order.select_option("day-first")
    strict = page.get_by_label("Refuse it when more is left out than (%)")
    strict.fill("150")
    faults.provoke("/check")
    check_again.click()
    expect(strict).to_have_accessible_description("A number from 0 to 100.")
    expect(order).to_have_value("day-first")
    strict.fill("50")
    check_again.click()

    expect(title(page, "orders.csv would add 4 lines")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("text, utf-8, separated by semicolon")).to_be_visible()
    expect(page.get_by_text("decimal comma")).to_be_visible()
    preview = table_rows(page.get_by_role("table", name="First lines of orders.csv, as understood"))
    assert preview[0] == ["1001", "A1", "–", "3 Jan 2011, 00:00", "2", "1.5", "17850", "United Kingdom"]
    assert published(engine) == []

    with pipeline_lock(engine):
        page.get_by_role("button", name="Load 4 lines").click()
        expect(page.get_by_text("Reading and loading the lines: step 1 of 4")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute("aria-valuenow", "13")
    expect(title(page, "4 lines of orders.csv added")).to_be_visible(timeout=60_000)
    outcome = page.locator("section").filter(has=title(page, "4 lines of orders.csv added"))
    assert outcome.locator("dt").all_inner_texts() == ["Lines in", "Price is zero", "Lines kept"]
    assert outcome.locator("dl > div > dd:last-child").all_inner_texts() == ["5", "−1", "4"]

    # The page has turned to the new run without being loaded again.
    run = shop.get("/api/runs/current")
    assert (run["lines_kept"], run["loads"][0]["source"]) == (4, "orders.csv")
    expect(page.get_by_role("heading", name=f"Run {run['run_id']} covers orders up to")).to_be_visible()
    page.get_by_role("button", name="Add another file").click()
    expect(page.get_by_text("drop one here")).to_be_visible()

    # Now there is data: the place for a file is closed, and still a file may be dropped anywhere.
    page.get_by_role("button", name="Add order lines").click()
    expect(place_for_a_file(page)).to_have_count(0)
    page.get_by_role("heading", level=1).evaluate(DROP, {"name": "later.csv", "text": LATER})
    expect(page.get_by_role("button", name=re.compile("^Load"))).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add order lines").click()
    expect(page.get_by_text("later.csv waits for your answer")).to_be_visible()
    page.get_by_role("button", name="Go on: later.csv").click()
    expect(page.get_by_role("button", name=re.compile("^Load"))).to_be_visible()
    page.get_by_role("button", name="Remove the file").click()
    expect(page.get_by_text("later.csv")).to_have_count(0)


def test_what_is_no_table_is_refused_with_its_sentence_and_nothing_changes(
    data_page: Page, faults: Faults, start_worker: StartWorker, engine: Engine
) -> None:
    page = data_page
    faults.provoke("/api/imports?name=picture.png")
    drop(page, "\x00\x01\x02\x03" * 100, "picture.png")
    expect(page.get_by_role("alert").filter(has_text="The file could not be uploaded.")).to_contain_text("CSV")
    start_worker()
    drop(page, HEADER + "\n", "header.csv")
    expect(title(page, "header.csv is not understood yet")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("needs at least one order line")).to_be_visible()
    page.get_by_role("button", name="Remove the file").click()
    expect(page.get_by_text("drop one here")).to_be_visible()
    assert published(engine) == []


def test_a_load_is_cancelled_and_loaded_after_all(
    data_page: Page, start_worker: StartWorker, engine: Engine, shop: Server
) -> None:
    page = data_page
    start_worker()
    drop(page, "\n".join([HEADER, *LINES]))
    begin = page.get_by_role("button", name="Load 7 lines")
    expect(begin).to_be_visible(timeout=30_000)
    with pipeline_lock(engine):
        begin.click()
        expect(page.get_by_role("heading", name="Loading orders.csv")).to_be_visible()
        newest = max(jobs(engine), key=lambda job: job["job_id"])["job_id"]
        wait_for(engine, newest, is_held_up)
        page.get_by_role("button", name="Cancel").click()
        expect(begin).to_be_visible(timeout=30_000)
    assert published(engine) == []
    begin.click()
    expect(title(page, "7 lines of orders.csv added")).to_be_visible(timeout=60_000)
    assert shop.get("/api/runs/current")["lines_kept"] == 7
