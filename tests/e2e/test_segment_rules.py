"""An admin changes the segment rules in the browser: by keyboard, after a preview, by a real worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.settings import ROOT
from tests.conftest import Runner
from tests.e2e.faults import Faults
from tests.e2e.figures import count
from tests.e2e.reading import settle, table_rows, visit
from tests.e2e.server import Server, serving
from tests.e2e.test_accessibility import findings


@pytest.fixture(scope="session")
def own_template(trained_template: str) -> str:
    """Each test here has a shop with scores, forecasts and history."""
    return trained_template


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """The dashboard over a shop of this test's own, with a worker."""
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    with serving(tmp_path, WEB_WORKERS="1", **settings) as server:
        worker = subprocess.Popen([sys.executable, "-m", "db.worker"], cwd=ROOT, env={**os.environ, **settings})
        try:
            yield server
        finally:
            worker.terminate()
            worker.wait(60)


def choose_the_lost_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="R5 FM1: Promising").focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="R1 FM2: Lost")).to_be_focused()
    expect(page.get_by_text("2 cells chosen (R1 FM1 Lost, R1 FM2 Lost). Make them:")).to_be_visible()


def test_rules_are_read_changed_by_keyboard_tried_out_and_applied(page: Page, shop: Server) -> None:
    before = {row["segment"]: row["customers"] for row in shop.get("/api/customers/segments")["items"]}
    visit(page, f"{shop.url}/segments")
    page.get_by_role("button", name="Rules", exact=True).click()
    in_words = page.get_by_role("table", name="Which cells make which segment")
    rules = dict(table_rows(in_words))
    assert rules["New Customers"].startswith("Exactly one order, at most 90 days ago: before the grid")
    assert rules["Promising"] == "R4–5 with FM1–2"
    assert rules["Champions"] == "R5 with FM4–5; R4 with FM5"
    expect(page).to_have_url(f"{shop.url}/segments?rules=open")

    page.get_by_role("button", name="Edit rules").click()
    preview = page.get_by_role("button", name="Preview")
    expect(preview).to_be_disabled()  # nothing is changed yet
    choose_the_lost_by_keyboard(page)
    page.get_by_role("button", name="Hibernating", exact=True).press("Enter")
    expect(page.get_by_role("button", name="R1 FM1: Hibernating, changed")).to_be_visible()

    # Wrong days are told under their field.
    days = page.get_by_label("New Customers: exactly one order, at most so many days ago")
    days.fill("9999")
    expect(days).to_have_accessible_description("A whole number of days from 0 to 3,650.")
    expect(preview).to_be_disabled()
    days.fill("90")

    preview.click()
    said = f"{count(before['Lost'])} of {count(sum(before.values()))} customers would move."
    expect(page.get_by_role("status").filter(has_text="would move")).to_have_text(said)
    moved = table_rows(page.get_by_role("table", name="Customers who would move"))
    assert [row[:3] for row in moved] == [["Lost", "Hibernating", count(before["Lost"])]]
    sizes = {row[0]: row[1:3] for row in table_rows(page.get_by_role("table", name="Segments before and after"))}
    both = count(before["Lost"] + before["Hibernating"])
    assert sizes["Hibernating"] == [count(before["Hibernating"]), both]
    assert sizes["Lost"] == [count(before["Lost"]), "0"]
    assert findings(page) == []

    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Run 2 is served by these rules.")).to_be_visible(timeout=90_000)
    settle(page)
    expect(in_words.get_by_role("row").filter(has_text="Lost")).to_contain_text("No cell, so nobody")
    segments = page.get_by_role("table", name="Segments in order of engagement")
    expect(segments.get_by_role("row").filter(has_text="Lost").get_by_role("cell").first).to_have_text("0")
    assert {row[0]: row[1] for row in table_rows(segments)}["Hibernating"] == both

    # The way back is tried out in the same manner.
    page.get_by_role("button", name="Edit rules").click()
    page.get_by_role("button", name="Back to the default rules").click()
    preview.click()
    expect(page.get_by_role("status").filter(has_text="would move")).to_have_text(said)
    page.get_by_role("button", name="Cancel").click()
    expect(in_words).to_be_visible()


def test_who_edits_rules_that_were_changed_meanwhile_begins_anew(
    page: Page, shop: Server, faults: Faults, run_script: Runner
) -> None:
    visit(page, f"{shop.url}/segments?rules=open")
    page.get_by_role("button", name="Edit rules").click()
    days = page.get_by_label("at most so many days ago")
    days.fill("30")
    assert run_script("etl/segment_rules.py", "--days", "60").returncode == 0
    faults.provoke("/api/segment-rules/preview")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("Run 2 is served by now, and this edit began from run 1.")
    page.get_by_role("button", name="Begin from the rules of now").click()
    expect(days).to_have_value("60")
    days.fill("30")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("status").filter(has_text="would move")).to_be_visible()


def test_the_run_before_is_served_again(page: Page, shop: Server, run_script: Runner) -> None:
    before = shop.get("/api/customers/segments")["items"]
    assert run_script("etl/segment_rules.py", "--days", "0").returncode == 0
    visit(page, f"{shop.url}/data")
    runs = page.get_by_role("table", name="Published runs")
    assert [(row[0], row[-1]) for row in table_rows(runs)] == [("2", "now"), ("1", "Serve again")]
    assert shop.get("/api/customers/segments")["items"] != before

    runs.get_by_role("button", name="Serve run 1 again").click()
    runs.get_by_role("button", name="No").click()
    runs.get_by_role("button", name="Serve run 1 again").click()
    runs.get_by_role("button", name="Yes, run 1").click()
    expect(runs.get_by_role("row").filter(has_text="now").get_by_role("rowheader")).to_have_text("1", timeout=90_000)
    settle(page)
    assert [(row[0], row[-1]) for row in table_rows(runs)] == [("2", "Serve again"), ("1", "now")]
    expect(page.get_by_role("heading", name="Run 1 covers orders up to")).to_be_visible()
    assert shop.get("/api/customers/segments")["items"] == before
