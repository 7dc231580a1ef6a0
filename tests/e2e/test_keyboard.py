"""The dashboard without a mouse."""

from playwright.sync_api import Page, expect

from tests.e2e.reading import settle, visit

FOCUSED = """() => {
  const element = document.activeElement
  const style = getComputedStyle(element)
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const table = element.closest('table')?.caption?.textContent ?? ''
  return { name: (element.getAttribute('aria-label') ?? element.textContent).trim(), ring, table }
}"""
MOST_STOPS = 80


def tab(page: Page) -> dict[str, object]:
    """Press Tab, and say what has the focus now."""
    page.keyboard.press("Tab")
    focused: dict[str, object] = page.evaluate(FOCUSED)
    return focused


def test_the_skip_link_comes_first_and_leads_past_the_navigation(page: Page) -> None:
    visit(page, "/segments")
    assert tab(page)["name"] == "Skip to the page"
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_goes_through_the_navigation_in_order(page: Page) -> None:
    visit(page, "/")
    stops = [tab(page) for _ in range(12)]
    names = [str(stop["name"]) for stop in stops]
    start = names.index("Overview")
    assert [name.rstrip("0123456789,") for name in names[start : start + 8]] == [
        "Overview",
        "Segments",
        "Customers",
        "Campaign",
        "Retention",
        "Products",
        "Model",
        "Data",
    ]
    assert all(stop["ring"] for stop in stops), stops


def test_enter_on_a_navigation_link_opens_its_page(page: Page) -> None:
    visit(page, "/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Model").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Model")


def test_tab_reaches_the_table_and_enter_opens_a_customer(page: Page) -> None:
    visit(page, "/customers")
    for _ in range(MOST_STOPS):
        stop = tab(page)
        assert stop["ring"], f"no focus ring on {stop['name']}"
        if stop["table"] == "Customers" and str(stop["name"]).isdigit():
            break
    else:
        raise AssertionError(f"{MOST_STOPS} stops did not reach a customer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {stop['name']}")


def test_heads_chips_and_menus_work_by_key(page: Page) -> None:
    visit(page, "/customers")
    page.get_by_role("button", name="At Risk").press("Space")
    expect(page.get_by_role("button", name="At Risk")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("columnheader", name="Days ago").get_by_role("button").press("Enter")
    expect(page.get_by_role("columnheader", name="Days ago")).to_have_attribute("aria-sort", "descending")
    columns = page.get_by_role("button", name="Columns")
    columns.press("Enter")
    expect(page.get_by_role("dialog", name="Columns")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Columns")).to_have_count(0)
    expect(columns).to_be_focused()
    settle(page)
