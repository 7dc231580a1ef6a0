"""Customers (`RFMMetrics`): filters, order, scrolling, and the address that keeps them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.figures import count
from tests.e2e.reading import customer_ids, customer_rows, settle, visit
from tests.e2e.server import Server

FIRST_ROWS = 12


def filters_of(page: Page) -> dict[str, list[str]]:
    """The address's parameters, which have the API's names."""
    return parse_qs(urlsplit(page.url).query)


def expect_total(page: Page, total: int) -> None:
    noun = "customer matches" if total == 1 else "customers match"
    expect(page.get_by_role("heading", level=2)).to_contain_text(f"{count(total)} {noun}")
    rows = "row" if total == 1 else "rows"
    # A screen that leaves columns out says how many the file has.
    export = re.compile(rf"^Export {re.escape(count(total))} {rows}(, \d+ columns)?$")
    expect(page.get_by_role("button", name=export)).to_be_visible()
    settle(page)


def expect_as_api(page: Page, server: Server) -> Any:
    """The list shows what the API answers to the address's own parameters."""
    answer = server.get("/api/customers/rfm", **filters_of(page))
    expect_total(page, answer["total"])
    for row, wanted in enumerate(answer["items"][:FIRST_ROWS]):  # the total may stay the same while the rows change
        expect(customer_rows(page).nth(row).locator("td:first-child")).to_have_text(wanted["customer_id"])
    return answer


def by_segment(page: Page) -> None:
    page.get_by_role("region", name="Filters").get_by_role("button", name="At Risk").click()


def by_score(page: Page) -> None:
    page.get_by_role("button", name="Recency 5").click()


def by_lowest_spend(page: Page) -> None:
    page.get_by_role("textbox", name="Spend, at least").fill("1000")
    page.keyboard.press("Enter")


def by_longest_silence(page: Page) -> None:
    page.get_by_role("slider", name="Days ago, to").press("ArrowLeft")


def by_country(page: Page) -> None:
    page.get_by_role("button", name="countries").click()
    page.get_by_role("searchbox", name="Find a country").fill("germ")
    germany = page.get_by_role("dialog", name="Countries").get_by_role("checkbox", name="Germany")
    germany.click()
    expect(germany).to_be_checked()
    page.keyboard.press("Escape")


def by_text(page: Page) -> None:
    page.get_by_role("searchbox", name="Search by customer id or country").fill("germ")


@pytest.mark.parametrize(
    ("choose", "parameters"),
    [
        (by_segment, {"segment"}),
        (by_score, {"r_score"}),
        (by_lowest_spend, {"min_monetary"}),
        (by_longest_silence, {"max_recency"}),
        (by_country, {"country"}),
        (by_text, {"q"}),
    ],
)
def test_a_filter_shows_exactly_the_apis_customers(
    page: Page, server: Server, choose: Callable[[Page], None], parameters: set[str]
) -> None:
    visit(page, "/customers")
    choose(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("1 filter")
    assert set(filters_of(page)) == parameters
    answer = expect_as_api(page, server)
    assert 0 < answer["total"] < server.get("/api/overview")["customers"]


def test_filters_narrow_each_other_and_are_cleared_together(page: Page, server: Server) -> None:
    visit(page, "/customers")
    by_segment(page)
    by_lowest_spend(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("2 filters")
    expect_as_api(page, server)
    page.get_by_role("button", name="Clear filters").first.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        f"All {count(server.get('/api/overview')['customers'])} customers"
    )
    assert filters_of(page) == {}


@pytest.mark.parametrize(
    ("head", "field"), [("Days ago", "recency"), ("Orders", "frequency"), ("Customer", "customer_id")]
)
def test_a_head_sorts_down_and_then_up(page: Page, server: Server, head: str, field: str) -> None:
    visit(page, "/customers")
    for sort, direction in ((f"-{field}", "descending"), (field, "ascending")):
        page.get_by_role("columnheader", name=head).get_by_role("button").click()
        expect(page.get_by_role("columnheader", name=head)).to_have_attribute("aria-sort", direction)
        assert filters_of(page) == {"sort": [sort]}
        settle(page)
        wanted = server.get("/api/customers/rfm", sort=sort)["items"]
        assert customer_ids(page, FIRST_ROWS) == [row["customer_id"] for row in wanted[:FIRST_ROWS]]


def test_the_list_loads_on_while_it_is_scrolled(page: Page, server: Server) -> None:
    visit(page, "/customers")
    wanted = [row["customer_id"] for row in server.get("/api/customers/rfm", limit=500)["items"]]
    for loaded in (100, 200, 300):
        page.evaluate("window.scrollTo({ top: document.body.scrollHeight })")
        expect(page.locator(f"tr[aria-rowindex='{loaded + 2}']")).to_be_attached()
        drawn = customer_rows(page).evaluate_all("rows => rows.map(row => [row.ariaRowIndex, row.cells[0].innerText])")
        assert [identity for _, identity in drawn] == [wanted[int(index) - 2] for index, _ in drawn]
    assert page.locator("tbody tr").count() < 100, "only the rows in sight are drawn"


def test_the_address_shows_the_same_in_a_new_page(page: Page, server: Server) -> None:
    visit(page, "/customers")
    by_segment(page)
    page.get_by_role("button", name="Spend 4").click()
    by_lowest_spend(page)
    page.get_by_role("columnheader", name="Orders").get_by_role("button").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("3 filters")
    answer = expect_as_api(page, server)
    other = page.context.new_page()
    visit(other, page.url)
    expect_total(other, answer["total"])
    assert customer_ids(other, FIRST_ROWS) == customer_ids(page, FIRST_ROWS)
    expect(other.get_by_role("button", name="At Risk")).to_have_attribute("aria-pressed", "true")
    expect(other.get_by_role("button", name="Spend 4")).to_have_attribute("aria-pressed", "true")
    expect(other.get_by_role("textbox", name="Spend, at least")).to_have_value("1000")


def test_back_and_forward_restore_the_filters(page: Page, server: Server) -> None:
    visit(page, "/customers")
    by_segment(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("1 filter")
    one = expect_as_api(page, server)["total"]
    spend_4 = page.get_by_role("button", name="Spend 4")
    spend_4.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("2 filters")
    two = expect_as_api(page, server)["total"]
    page.go_back()
    expect_total(page, one)
    expect(spend_4).to_have_attribute("aria-pressed", "false")
    page.go_forward()
    expect_total(page, two)
    expect(spend_4).to_have_attribute("aria-pressed", "true")


def test_back_from_a_customer_finds_the_list_as_it_was_left(page: Page) -> None:
    visit(page, "/customers?segment=Lost")
    before = 1500
    page.evaluate("top => window.scrollTo({ top })", before)
    row = page.locator("tr[aria-rowindex='46']")
    expect(row).to_be_in_viewport()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customer ")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    page.wait_for_function("before => Math.abs(window.scrollY - before) < 5", arg=before)


def test_an_empty_result_offers_to_clear_the_filters(page: Page, server: Server) -> None:
    visit(page, "/customers?segment=Champions&r_score=1")
    expect(page.get_by_role("status").filter(has_text="No customer matches both filters.")).to_be_visible()
    expect(page.get_by_role("button", name="Export 0 rows")).to_be_disabled()
    page.get_by_role("main").get_by_role("button", name="Clear filters").last.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        f"All {count(server.get('/api/overview')['customers'])} customers"
    )


def test_columns_can_be_chosen_and_the_address_keeps_them(page: Page) -> None:
    visit(page, "/customers")
    page.get_by_role("button", name="Columns").click()
    menu = page.get_by_role("dialog", name="Columns")
    menu.get_by_role("checkbox", name="Country").click()
    expect(menu.get_by_role("checkbox", name="Country")).to_be_checked()
    menu.get_by_role("checkbox", name="Per order").click()
    expect(menu.get_by_role("checkbox", name="Per order")).not_to_be_checked()
    page.reload()
    settle(page)
    heads = page.get_by_role("columnheader")
    expect(heads.filter(has_text="Country")).to_be_visible()
    expect(heads.filter(has_text="Per order")).to_have_count(0)


def test_a_phone_shows_the_list_too(open_context: Callable[..., BrowserContext], server: Server) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    visit(page, "/customers?segment=Champions")
    expect_as_api(page, server)
    expect(page.get_by_role("columnheader")).to_have_text(["Customer", "Segment", "Spend ↓"])
    expect(page.get_by_role("button", name=re.compile(r"^Export [\d,]+ rows, \d+ columns$"))).to_be_visible()
