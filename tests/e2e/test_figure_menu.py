"""What else can be had of a figure: its SQL, its picture, its table as a file."""

import csv
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reading import visit
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


def saved_csv(page: Page, figure: str, folder: Path) -> list[list[str]]:
    with page.expect_download() as saved:
        choose(page, figure, "Save CSV")
    assert saved.value.suggested_filename == f"{figure}.csv"
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


def test_a_csv_has_the_apis_plain_numbers_and_months(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, "/")
    rows = saved_csv(page, "revenue", tmp_path)
    assert rows[0] == ["Month", "Days of data", "Revenue", "Orders", "Customers", "New"]
    months = server.get("/api/overview")["months"]
    assert [row[0] for row in rows[1:]] == [month["month"][:7] for month in months]
    names = ("days_with_data", "revenue", "orders", "customers", "new_customers")
    assert [list(map(float, row[1:])) for row in rows[1:]] == [
        [pytest.approx(month[name], rel=1e-11) for name in names] for month in months
    ]
    expect(page.get_by_role("table", name="Revenue and orders by month")).to_have_count(0)


def test_a_csv_has_plain_shares(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, "/retention")
    rows = saved_csv(page, "cohorts", tmp_path)
    assert [(row[0], *map(float, row[1:])) for row in rows[1:]] == [
        (
            row["cohort"][:7],
            row["months_since"],
            row["customers"],
            row["size"],
            pytest.approx(row["share"], rel=1e-11),
            pytest.approx(row["revenue"], rel=1e-11),
        )
        for row in server.get("/api/cohorts")["items"]
    ]


NUMBER = re.compile(r"-?\d+(\.\d+)?(e-\d+)?")
AS_SHOWN = re.compile(r"[£%×−–]|\d,\d{3}\b|\d [A-Z][a-z]{2} \d{4}")  # none of it is for a program


@pytest.mark.parametrize("address", ["/", "/segments", "CUSTOMER", "/campaign", "/retention", "/products", "/model"])
def test_every_figure_of_a_page_has_its_sql_and_a_plain_csv(
    page: Page, server: Server, tmp_path: Path, address: str
) -> None:
    if address == "CUSTOMER":
        address = f"/customers/{server.get('/api/customers/rfm', sort='-monetary', limit=1)['items'][0]['customer_id']}"
    visit(page, address)
    menus = page.get_by_role("button", name="More of the figure")
    expect(menus.first).to_be_visible()
    figures = [label.removeprefix("More of the figure ") for label in menus.evaluate_all(LABELS)]
    assert len(figures) == len(set(figures)) >= 2
    for figure in figures:
        head, *rows = saved_csv(page, figure, tmp_path)
        assert rows, figure
        for row in rows:
            assert len(row) == len(head), (figure, row)
        for column, values in zip(head, zip(*rows, strict=True), strict=True):
            numbers = [bool(NUMBER.fullmatch(value)) for value in values if value]
            assert all(numbers) or not any(numbers) or column in TEXTS, (figure, column, values)
            assert column in TEXTS or not any(AS_SHOWN.search(value) for value in values), (figure, column, values)
        page.get_by_role("button", name=f"More of the figure {figure}", exact=True).click()
        expect(page.get_by_role("button", name="Show SQL")).to_be_visible()
        page.keyboard.press("Escape")


LABELS = "buttons => buttons.map(button => button.getAttribute('aria-label'))"
# What a shop calls its products, and sentences.
TEXTS = {"Product", "Offer", "Because they have", "Who takes", "Also takes", "Invoice", "Customers with"}


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
