"""The pages Retention and Products, against the API's figures."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.figures import compact_money, count, money, percent
from tests.e2e.reading import table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def cohorts(server: Server) -> list[Any]:
    items: list[Any] = server.get("/api/cohorts")["items"]
    return items


def grid(page: Page) -> Locator:
    return page.get_by_role("region", name="Cohorts").get_by_role("table")


@pytest.mark.parametrize("measure", ["share", "revenue"])
def test_the_cohort_grid_is_the_apis(page: Page, cohorts: list[Any], measure: str) -> None:
    visit(page, "/retention" if measure == "share" else "/retention?measure=revenue")
    cells = [text for row in table_rows(grid(page)) for text in row[2:]]
    written = {"share": percent, "revenue": compact_money}[measure]
    assert [text.split()[0] for text in cells] == [written(row[measure]) for row in cohorts]
    assert ["so far" in text for text in cells] == [row["partial"] for row in cohorts]


def test_the_sum_of_all_cohorts_leaves_out_months_that_go_on(page: Page, cohorts: list[Any]) -> None:
    visit(page, "/retention")
    whole = [row for row in cohorts if row["months_since"] == 1 and not row["partial"]]
    share = sum(row["customers"] for row in whole) / sum(row["size"] for row in whole)
    expect(grid(page).locator("tfoot td").nth(2)).to_have_text(percent(share))
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"{percent(share)} of new customers")


def test_the_cohorts_table_holds_every_row(page: Page, cohorts: list[Any]) -> None:
    visit(page, "/retention?table=cohorts")
    rows = table_rows(page.get_by_role("table", name="Cohorts month by month"))
    assert [[row[1], row[2], row[3], row[5]] for row in rows] == [
        [count(row["months_since"]), count(row["customers"]), count(row["size"]), money(row["revenue"])]
        for row in cohorts
    ]


def name_of(row: Any) -> str:
    """As the pages write it."""
    return written(row["description"] or row["stock_code"])


def written(description: str) -> str:
    """Not in capitals, and as a browser shows it, with single spaces."""
    return " ".join(description.split()).capitalize()


def products(page: Page) -> Locator:
    return page.get_by_role("table", name="Products", exact=True)


def test_best_sellers_are_listed_by_revenue_pieces_or_whom_to_offer_them_to(page: Page, server: Server) -> None:
    visit(page, "/products")
    for label, sort in (("Revenue", "-monetary"), ("Pieces", "-pieces"), ("To offer next", "-offered_to")):
        page.get_by_role("button", name=label).click()
        wanted = server.get("/api/products", sort=sort, limit=25)["items"]
        expect(products(page).locator("tbody th").first).to_have_text(name_of(wanted[0]))
        assert table_rows(products(page)) == [
            [name_of(row), money(row["monetary"]), count(row["pieces"]), count(row["offered_to"])] for row in wanted
        ]
    page.get_by_role("button", name="Show more").click()
    expect(products(page).locator("tbody tr")).to_have_count(50)


def test_a_product_is_found_and_opened(page: Page, server: Server) -> None:
    some = server.get("/api/products", limit=5)["items"][4]
    visit(page, "/products")
    page.get_by_role("searchbox", name="Search products").fill(some["stock_code"].lower())
    expect(products(page).locator("tbody tr").first).to_contain_text(name_of(some))
    page.get_by_role("button", name=name_of(some)).first.click()
    details = server.get(f"/api/products/{some['stock_code']}/details")
    expect(page.get_by_role("figure", name="Revenue of the product by month")).to_be_visible()
    rows = table_rows(page.get_by_role("table", name="Bought with it")) if details["bought_with"] else []
    assert [row[1:3] for row in rows] == [
        [percent(row["confidence"]), count(row["orders_together"])] for row in details["bought_with"]
    ]
    page.get_by_role("button", name="Table").click()
    months = table_rows(page.get_by_role("table", name="The product by month"))
    assert [row[1] for row in months] == [money(row["revenue"]) for row in details["months"]]


def test_pairs_are_the_apis_and_lead_to_their_products(page: Page, server: Server) -> None:
    pairs = server.get("/api/products/affinity", limit=25)["items"]
    visit(page, "/products")
    table = page.get_by_role("table", name="Bought together")
    assert [row[:3] for row in table_rows(table)] == [
        [written(pair["description"]), written(pair["with_description"]), percent(pair["confidence"])] for pair in pairs
    ]
    table.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name=written(pairs[0]["description"]))).to_be_visible()
    page.go_back()
    expect(table).to_be_visible()


def test_no_product_found_says_so_and_offers_the_way_back(page: Page) -> None:
    visit(page, "/products?q=no-such-thing")
    expect(page.get_by_text("No product has “no-such-thing”.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(products(page).locator("tbody tr")).to_have_count(25)
