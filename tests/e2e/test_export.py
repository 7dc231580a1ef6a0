"""`ExportButton`: the file holds what the list shows."""

import csv
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.faults import Faults
from tests.e2e.figures import chance, count, day, decimal, money
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
    "First order": ["first_order_at"],
}
Row = dict[str, str]


def times_gap(row: Row) -> str:
    if not row["typical_gap_days"] or float(row["typical_gap_days"]) <= 0:
        return "–"
    ratio = int(row["recency"]) / float(row["typical_gap_days"])
    return f"{decimal(ratio, 1 if ratio < 99.95 else 0)}×"


def amount(text: str) -> str:
    return money(float(text)) if text else "–"


# What the page makes of a row of the file.
CELLS: dict[str, Callable[[Row], str]] = {
    "Customer": lambda row: row["customer_id"],
    "Segment": lambda row: row["segment"],
    "R F M": lambda row: row["r_score"] + row["f_score"] + row["m_score"],
    "Last order": lambda row: day(row["last_order_at"]),
    "Days ago": lambda row: count(int(row["recency"])),
    "Of typical gap": times_gap,
    "Orders": lambda row: count(int(row["frequency"])),
    "Spend": lambda row: amount(row["monetary"]),
    "Per order": lambda row: amount(row["average_order_value"]),
    "Buys in 30 days": lambda row: chance(float(row["purchase_probability"])) + "%",
    "Expected value": lambda row: amount(row["expected_value"]),
    "Country": lambda row: row["country"],
    "First order": lambda row: day(row["first_order_at"]),
}
ALL_COLUMNS = (
    "segment,country,scores,last_order,recency,gap,first_order,frequency,monetary,order_value,probability,value"
)


def shown_heads(page: Page) -> list[str]:
    heads = [" ".join(text.split()) for text in page.get_by_role("columnheader").all_inner_texts()]
    return [head.removesuffix(" ↓").removesuffix(" ↑") for head in heads]


def shown_columns(page: Page) -> list[str]:
    return [field for head in shown_heads(page) for field in COLUMNS[head]]


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


@pytest.mark.parametrize("query", ["segment=Champions", "q=germ&sort=recency", "sort=-frequency&segment=Lost"])
def test_the_files_figures_are_those_on_the_page(page: Page, tmp_path: Path, query: str) -> None:
    visit(page, f"/customers?{query}&columns={ALL_COLUMNS}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export ").click()
    file = tmp_path / "customers.csv"
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    heads = shown_heads(page)
    assert set(heads) >= CELLS.keys() - {"Expected value", "Buys in 30 days"}, "which a shop without a model lacks"
    shown = [
        ["".join(text.split()) for text in row.locator("td").all_inner_texts()] for row in customer_rows(page).all()
    ]
    assert shown
    assert shown == [["".join(CELLS[head](row).split()) for head in heads] for row in rows[: len(shown)]]


def test_on_a_phone_the_button_says_how_many_columns_the_file_has(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, "/customers?segment=Champions")
    wide = shown_columns(page)
    page.set_viewport_size({"width": 390, "height": 844})
    total = count(server.get("/api/customers/rfm", segment="Champions")["total"])
    button = page.get_by_role("button", name=f"Export {total} rows, {len(wide)} columns", exact=True)
    assert len(shown_columns(page)) < len(wide)
    with page.expect_download() as saved:
        button.click()
    file = tmp_path / "customers.csv"
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        assert csv.DictReader(lines).fieldnames == wide


def test_a_broken_export_saves_nothing_and_can_be_tried_again(page: Page, faults: Faults) -> None:
    faults.provoke("/api/export/customers")
    visit(page, "/customers?segment=Champions")
    page.route("**/api/export/customers", lambda route: route.abort())
    page.get_by_role("button", name="Export ").click()
    expect(page.get_by_role("alert")).to_contain_text("no file was saved")
    page.unroute("**/api/export/customers")
    with page.expect_download():
        page.get_by_role("button", name="Try again").click()
