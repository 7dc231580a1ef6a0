"""The palette: to a page or a customer by keyboard, by mouse and by touch."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.backend.conftest import PASSWORD, add_user
from tests.e2e.conftest import DESKTOP
from tests.e2e.reading import settle, visit
from tests.e2e.server import Server, serving
from tests.e2e.test_accessibility import findings


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Go to a page or a customer")


def opened(page: Page) -> Locator:
    """The palette's field, opened by key."""
    page.keyboard.press("Control+k")
    field = palette(page).get_by_role("combobox", name="Go to")
    expect(field).to_be_focused()
    return field


def test_a_key_leads_to_a_page(page: Page) -> None:
    visit(page, "/")
    opened(page).press_sequentially("ret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Retention")
    expect(palette(page)).to_have_count(0)
    expect(page.locator("main")).to_be_focused()
    settle(page)


def test_a_customer_s_id_leads_to_the_customer_who_is_then_recent(page: Page, server: Server) -> None:
    customer_id = server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
    visit(page, "/model")
    opened(page).press_sequentially(customer_id)
    option = palette(page).get_by_role("option", name=re.compile(f"^{re.escape(customer_id)}"))
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {customer_id}")
    settle(page)

    visit(page, "/segments")
    opened(page)
    expect(palette(page).get_by_role("group", name="Recent customers").get_by_role("option").first).to_have_text(
        customer_id
    )
    page.keyboard.press("Escape")
    expect(palette(page)).to_have_count(0)


def test_enter_before_the_search_has_answered_leads_to_the_customer(page: Page, server: Server) -> None:
    customer_id = server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/customers/rfm?*", hold)
    visit(page, "/segments")
    opened(page).fill(customer_id)
    with page.expect_request("**/api/customers/rfm?*"):
        page.keyboard.press("Enter")
    expect(palette(page).get_by_role("status")).to_have_text("Searching for customers")
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {customer_id}")
    expect(palette(page)).to_have_count(0)
    page.unroute_all()
    settle(page)


def test_part_of_a_country_leads_to_the_list(page: Page, server: Server) -> None:
    visit(page, "/")
    opened(page).press_sequentially("germ")
    total = server.get("/api/customers/rfm", q="germ")["total"]
    expect(palette(page).get_by_role("status")).to_have_text(f"{total} customers match")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers?q=germ")
    settle(page)


def test_escape_gives_the_focus_back(page: Page) -> None:
    visit(page, "/segments")
    button = page.get_by_role("button", name="Go to")
    button.focus()
    opened(page)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    expect(palette(page)).to_be_visible()
    page.mouse.click(5, 5)
    expect(palette(page)).to_have_count(0)


def test_axe_finds_nothing_in_it(page: Page) -> None:
    visit(page, "/segments")
    opened(page).press_sequentially("1")
    expect(palette(page).get_by_role("status")).to_contain_text("match")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        assert findings(page) == []


def test_it_serves_a_thumb(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    visit(page, "/")
    page.get_by_role("button", name="Go to").tap()
    option = palette(page).get_by_role("option", name="Products")
    assert (option.bounding_box() or {"height": 0})["height"] >= 44
    assert findings(page) == []
    option.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Products")
    settle(page)


@pytest.fixture
def viewer_s_page(published_url: str, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of somebody who may see figures, but no customers."""
    add_user(published_url, "vera", "viewer")
    with (
        serving(tmp_path, DATABASE_URL=published_url, DATA_DIR=str(tmp_path), AUTH="on") as guarded,
        browser.new_context(base_url=guarded.url, viewport=DESKTOP, locale="en-GB") as context,
    ):
        page = context.new_page()
        page.goto("/model")
        page.get_by_label("Name").fill("vera")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Model")
        settle(page)
        yield page


def test_a_viewer_is_led_to_pages_alone(viewer_s_page: Page) -> None:
    asked: list[str] = []
    viewer_s_page.on("request", lambda request: asked.append(request.url))
    field = opened(viewer_s_page)
    expect(palette(viewer_s_page).get_by_role("option", name="Segments")).to_be_visible()
    expect(palette(viewer_s_page).get_by_role("option", name="Customers")).to_have_count(0)
    navigation = viewer_s_page.get_by_role("navigation", name="Pages", include_hidden=True)
    expect(navigation.get_by_text("Segments", exact=True)).to_have_count(1)
    expect(navigation.get_by_text("Customers", exact=True)).to_have_count(0)
    field.press_sequentially("12347")
    expect(palette(viewer_s_page).get_by_role("status")).to_have_text("No page is called “12347”.")
    assert not [url for url in asked if "/api/customers" in url]
