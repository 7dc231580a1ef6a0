"""Places in the list of customers: a row, a value, and from one customer to the next."""

from playwright.sync_api import Page, expect

from tests.e2e.figures import count
from tests.e2e.reading import customer_ids, customer_rows, settle, visit
from tests.e2e.server import Server
from tests.e2e.test_accessibility import findings

ROWS = (2345, 745)  # beyond the first pages: of the real shop, and of the made-up one, which is smaller


def test_a_jump_to_a_row_begins_there_and_leads_up_and_down(page: Page, server: Server) -> None:
    wanted = [row["customer_id"] for row in server.customers(sort="-recency")]
    row = next(row for row in ROWS if row + 101 <= len(wanted))
    visit(page, "/customers?sort=-recency")
    page.get_by_role("button", name="Jump").click()
    page.get_by_role("textbox", name="Row").fill(count(row))
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"From row {count(row)} on")).to_be_visible()
    settle(page)
    assert customer_ids(page, 5) == wanted[row - 1 : row + 4]
    expect(customer_rows(page).first).to_have_attribute("aria-rowindex", str(row + 1))
    assert findings(page) == []
    page.get_by_role("button", name="Rows before").click()
    expect(page.get_by_text(f"From row {count(row - 100)} on")).to_be_visible()
    assert customer_ids(page, 5) == wanted[row - 101 : row - 96]
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight })")
    expect(page.locator(f"tr[aria-rowindex='{row + 101}']")).to_be_attached()
    page.get_by_role("button", name="Start of the list").click()
    expect(customer_rows(page).first).to_have_attribute("aria-rowindex", "2")


def test_a_jump_to_a_value_keeps_its_place_in_the_address(page: Page, server: Server) -> None:
    visit(page, "/customers")
    page.get_by_role("button", name="Jump").click()
    page.get_by_role("textbox", name="Spend", exact=True).fill("500")
    page.get_by_role("button", name="Jump to Spend").click()
    page.wait_for_url("**/customers?from_value=500")
    richer = [row for row in server.customers() if row["monetary"] > 500]
    expect(page.get_by_text(f"From row {count(len(richer) + 1)} on")).to_be_visible()
    settle(page)
    first = customer_ids(page, 1)
    page.reload()
    settle(page)
    assert customer_ids(page, 1) == first


def test_from_customer_to_customer_by_key_and_by_link(page: Page, server: Server) -> None:
    ids = [row["customer_id"] for row in server.customers(segment="At Risk", sort="-recency")]
    visit(page, "/customers?segment=At+Risk&sort=-recency")
    page.get_by_role("link", name=ids[1], exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Customer {ids[1]}")
    beside = page.get_by_role("navigation", name="Customers of the list")
    expect(beside).to_contain_text("Row 2")
    settle(page)
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text(f"Customer {ids[2]}")
    expect(beside).to_contain_text("Row 3")
    settle(page)
    previous = beside.get_by_role("link", name=f"Previous customer, {ids[1]}")
    previous.focus()
    page.keyboard.press("Enter")
    expect(title).to_have_text(f"Customer {ids[1]}")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text(f"Customer {ids[0]}")
    settle(page)
    expect(beside.get_by_role("link", name="Previous customer")).to_have_attribute("aria-disabled", "true")
    assert findings(page) == []
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").click()
    page.wait_for_url("**/customers?segment=At+Risk&sort=-recency")
    settle(page)


def test_a_customer_opened_by_itself_has_no_neighbours(page: Page, server: Server) -> None:
    visit(page, f"/customers/{server.get('/api/customers/rfm', limit=1)['items'][0]['customer_id']}")
    expect(page.get_by_role("navigation", name="Customers of the list")).to_have_count(0)
