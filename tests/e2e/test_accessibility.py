"""axe on every page, in both themes, and in the states that a page can be in."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db.settings import ROOT
from tests.backend.conftest import add_user
from tests.conftest import is_missing
from tests.e2e.faults import Faults
from tests.e2e.reading import visit
from tests.e2e.server import Server

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/", "/segments", "/customers", "CUSTOMER", "/campaign", "/retention", "/products", "/model", "/data"]
PAGES += ["/settings"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@cache
def axe_text() -> str:
    if not AXE.is_file():
        is_missing("axe-core is not installed; run: make frontend")
    return AXE.read_text()


def findings(page: Page) -> list[str]:
    """What axe objects to on the page as it is now, each with its place."""
    # Evaluated, not added as a script, which the page's own policy forbids.
    page.evaluate(axe_text())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { ...rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{violation['impact']}: {violation['id']}: {violation['help']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def address_of(page_address: str, server: Server) -> str:
    if page_address == "PRODUCT":
        code = server.get("/api/products", limit=1)["items"][0]["stock_code"]
        return f"/products?{urlencode({'product': code, 'table': 'product', 'sort': '-offered_to'})}"
    if page_address != "CUSTOMER":
        return page_address
    return f"/customers/{server.get('/api/customers/rfm', limit=1)['items'][0]['customer_id']}"


@pytest.fixture(scope="module", autouse=True)
def users(published_url: str) -> None:
    """Settings lists them."""
    add_user(published_url, "anna", "admin")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_a_page_in_either_theme(page: Page, server: Server, address: str) -> None:
    visit(page, address_of(address, server))
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert findings(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_a_phone(
    open_context: Callable[..., BrowserContext], server: Server, address: str
) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    visit(page, address_of(address, server))
    assert findings(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/segments?view=treemap",
        "/segments?view=pie",
        "/segments?table=movement&table=history&from=Champions&to=Loyal+Customers",
        "/retention?measure=revenue&table=cohorts",
        "PRODUCT",
        "/products?q=no-such-thing",
        "/segments?history=share&to=New+Customers",
        "/?table=revenue&table=customers&table=segments",
        "/campaign?table=profit&margin=0&customers=100",
        "/model?threshold=0.6&table=threshold&table=backtest&table=gains&table=reliability",
        "/customers?segment=Champions&r_score=1",
        "/customers?segment=At+Risk&r_score=2&country=Germany&min_monetary=100&fm_score=4",
        "/customers/no-such-customer",
        "/no-such-page",
    ],
)
def test_axe_finds_nothing_in_another_state(page: Page, server: Server, faults: Faults, address: str) -> None:
    faults.provoke("/api/customers/no-such-customer")
    page.emulate_media(color_scheme="dark")
    visit(page, address_of(address, server))
    assert findings(page) == []


def test_axe_finds_nothing_with_a_menu_open(page: Page) -> None:
    visit(page, "/customers")
    page.get_by_role("button", name="Columns").click()
    expect(page.get_by_role("dialog", name="Columns")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="countries").click()
    expect(page.get_by_role("dialog", name="Countries")).to_be_visible()
    assert findings(page) == []


def test_axe_finds_nothing_in_an_error(page: Page, faults: Faults) -> None:
    faults.provoke("/api/customers/rfm")
    page.route("**/api/customers/rfm*", lambda route: route.abort())
    page.goto("/customers")
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []
