"""`ExportButton`: the file holds what the list shows."""

import csv
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.faults import Faults
from tests.e2e.figures import count, day, money
from tests.e2e.reading import customer_rows, visit
from tests.e2e.server import Server

# The usual columns of the list and the file's columns under each.
COLUMNS = {
    "Customer": ["customer_id"],
    "Segment": ["segment"],
    "R F M": ["r_score", "f_score", "m_score"],
    "Last order": ["last_order_at"],
    "Days ago": ["recency"],
    "Of typical gap": ["typical_gap_days"],
    "Orders": ["frequency"],
    "Spend": ["monetary"],
    "Per order": ["average_order_value"],
    "Buys in 30 days": ["purchase_probability"],
    "Expected value": ["expected_value"],
    "Country": ["country"],
}


def shown_columns(page: Page) -> list[str]:
    heads = [" ".join(text.split()) for text in page.get_by_role("columnheader").all_inner_texts()]
    return [field for head in heads for field in COLUMNS[head.removesuffix(" ↓").removesuffix(" ↑")]]


@pytest.mark.parametrize(
    "query",
    [
        "segment=At+Risk&segment=Lost&sort=recency",
        "min_monetary=500&r_score=5&m_score=4&m_score=5",
        "q=germ&sort=-frequency&columns=segment,country,frequency,monetary",
        "segment=Champions&sort=country&columns=monetary,scores,country,recency",
    ],
)
def test_the_file_has_the_lists_rows_columns_and_order(page: Page, server: Server, tmp_path: Path, query: str) -> None:
    visit(page, f"/customers?{query}")
    wanted = parse_qs(query)
    wanted.pop("columns", None)
    total = server.get("/api/customers/rfm", **wanted)["total"]
    assert total > 0
    with page.expect_download() as saved:
        page.get_by_role("button", name=f"Export {count(total)} rows", exact=True).click()
    file = tmp_path / "customers.csv"
    saved.value.save_as(file)
    assert saved.value.suggested_filename.endswith(".csv")
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
    assert reader.fieldnames == shown_columns(page)
    assert [row["customer_id"] for row in rows] == [row["customer_id"] for row in server.customers(**wanted)]
    assert len(rows) == total
    expect(page.get_by_role("status").filter(has_text=f"{count(total)} rows saved")).to_be_attached()


def test_the_files_figures_are_those_on_the_page(page: Page, tmp_path: Path) -> None:
    visit(page, "/customers?segment=Champions&columns=segment,recency,frequency,monetary,last_order")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export ").click()
    file = tmp_path / "customers.csv"
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    shown = [[text.strip() for text in row.locator("td").all_inner_texts()] for row in customer_rows(page).all()[:10]]
    assert shown == [
        [
            row["customer_id"],
            row["segment"],
            count(int(row["recency"])),
            count(int(row["frequency"])),
            money(float(row["monetary"])),
            day(row["last_order_at"]),
        ]
        for row in rows[: len(shown)]
    ]


def test_a_broken_export_saves_nothing_and_can_be_tried_again(page: Page, faults: Faults) -> None:
    faults.provoke("/api/export/customers")
    visit(page, "/customers?segment=Champions")
    page.route("**/api/export/customers", lambda route: route.abort())
    page.get_by_role("button", name="Export ").click()
    expect(page.get_by_role("alert")).to_contain_text("no file was saved")
    page.unroute("**/api/export/customers")
    with page.expect_download():
        page.get_by_role("button", name="Try again").click()
