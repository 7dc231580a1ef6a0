"""What else can be had of a figure: its SQL, its picture, its table as a file."""

import csv
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reading import table_rows, visit
from tests.e2e.server import Server


def choose(page: Page, figure: str, item: str) -> None:
    page.get_by_role("button", name=f"More of the figure {figure}", exact=True).click()
    page.get_by_role("dialog", name="More of this figure").get_by_role("button", name=item).click()


def test_the_sql_is_the_apis_and_opens_and_closes(page: Page, server: Server) -> None:
    visit(page, "/")
    choose(page, "revenue", "Show SQL")
    shown = page.get_by_role("region", name="SQL of overview")
    expect(shown).to_be_visible()
    assert shown.inner_text().strip() == server.get("/api/queries/overview")["sql"].strip()
    choose(page, "revenue", "Hide SQL")
    expect(shown).to_have_count(0)


@pytest.mark.parametrize(("address", "figure"), [("/", "revenue"), ("/retention", "cohorts")])
def test_the_csv_is_the_table(page: Page, tmp_path: Path, address: str, figure: str) -> None:
    visit(page, address)
    with page.expect_download() as saved:
        choose(page, figure, "Save CSV")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    visit(page, f"{address}?table={figure}")
    assert rows[1:] == table_rows(page.get_by_role("main").get_by_role("table").first)


def test_the_picture_is_a_png_of_twice_the_charts_size(page: Page, tmp_path: Path) -> None:
    visit(page, "/")
    chart = page.locator("svg.recharts-surface[role=application]").first
    box = chart.bounding_box()
    assert box
    with page.expect_download() as saved:
        choose(page, "revenue", "Save PNG")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(struct.unpack(">I", head[16:20])[0] - 2 * box["width"]) <= 2
    assert file.stat().st_size > 5_000, "an empty picture is smaller"
