"""Show SQL: every figure of a page has its query, a key closes it, and it says how many rows it gave."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.figures import count
from tests.e2e.reading import visit
from tests.e2e.server import Server
from tests.e2e.test_figure_menu import choose

PAGES = {
    "/": ("overview",),
    "/segments?rules=open": ("segments", "grid", "segment_rules"),
    "/customers": ("customers",),
    "CUSTOMER": ("customer", "customer_orders", "histogram"),
    "/campaign": ("campaign_gains", "ranked_customers"),
    "/retention": ("cohorts",),
    "/products": ("products", "affinity"),
    "/model": ("model_metrics", "backtest"),
    "/data": ("current_run", "ledger_lines"),
}
# What stands on a page: sections with figures (those within others are parts of them), lists of figures, tables.
WITHOUT_MENU = """
() => [...document.querySelectorAll('main section, main dl, main table, main figure')]
  .filter((part) => part.checkVisibility())
  .filter((part) => !part.closest("section[aria-label='Filters']")) // their SQL is in the list's menu
  .filter((part) => {
    const around = part.closest('section') ?? part.parentElement.parentElement
    return around.querySelector("[aria-label^='More of the figure']") === null
  })
  .map((part) => `${part.tagName}: ${part.innerText.slice(0, 80)}`)
"""
# Forms, and notes where there is nothing to show yet.
NO_FIGURES = re.compile(r"^SECTION: (Data of this customer|No campaign yet)")


def address_of(server: Server, address: str) -> str:
    if address != "CUSTOMER":
        return address
    return f"/customers/{server.get('/api/customers/rfm', sort='-monetary', limit=1)['items'][0]['customer_id']}"


@pytest.mark.parametrize("address", PAGES)
def test_every_part_of_a_page_with_figures_has_its_menu(page: Page, server: Server, address: str) -> None:
    visit(page, address_of(server, address))
    assert [part for part in page.evaluate(WITHOUT_MENU) if not NO_FIGURES.search(part)] == []


@pytest.mark.parametrize("address", PAGES)
def test_every_menu_of_a_page_shows_sql_and_escape_closes_it(page: Page, server: Server, address: str) -> None:
    visit(page, address_of(server, address))
    labels = page.get_by_role("button", name="More of the figure").evaluate_all(
        "buttons => buttons.map(button => button.getAttribute('aria-label'))"
    )
    panels = page.get_by_role("region", name="SQL of")
    seen = set()
    for label in labels:
        choose(page, label.removeprefix("More of the figure "), "Show SQL")
        expect(panels.first).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        seen |= set(panels.evaluate_all("all => all.map(each => each.getAttribute('aria-label'))"))
        page.keyboard.press("Escape")
        expect(panels).to_have_count(0)
    assert {f"SQL of {name}" for name in PAGES[address]} <= seen


def test_escape_closes_the_menu_before_the_sql(page: Page) -> None:
    visit(page, "/")
    choose(page, "revenue", "Show SQL")
    panels = page.get_by_role("region", name="SQL of")
    expect(panels).to_have_count(2)
    page.get_by_role("button", name="More of the figure revenue", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="More of this figure")).to_have_count(0)
    expect(panels).to_have_count(2)
    page.keyboard.press("Escape")
    expect(panels).to_have_count(0)


def test_the_months_are_those_of_the_query_that_adds_them_up(page: Page, server: Server) -> None:
    for figure in ("key-figures", "revenue", "customers"):
        visit(page, "/")
        choose(page, figure, "Show SQL")
        shown = page.get_by_role("region", name="SQL of revenue_by_month", exact=True)
        expect(shown).to_contain_text("from sales_by_day")
        assert shown.inner_text().strip() == server.get("/api/queries/revenue_by_month")["sql"].strip()


def test_the_sql_says_how_many_rows_it_gave(page: Page, server: Server) -> None:
    visit(page, "/retention")
    choose(page, "cohorts", "Show SQL")
    rows = len(server.get("/api/cohorts")["items"])
    told = page.get_by_text("backend/sql/cohorts.sql")
    expect(told).to_contain_text(f"{count(rows)} rows")


def test_key_figures_are_a_file_and_take_no_room(page: Page) -> None:
    visit(page, "/")
    figures = page.get_by_role("region", name="Key figures")
    row = figures.locator("dl").bounding_box()
    box = figures.bounding_box()
    assert row and box
    assert box["height"] == pytest.approx(row["height"], abs=1)
