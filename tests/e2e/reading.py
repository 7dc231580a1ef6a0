"""How a test goes to a page and finds things there."""

from playwright.sync_api import Locator, Page, expect


def visit(page: Page, address: str) -> None:
    """Go to a page and wait until all of it is there."""
    page.goto(address)
    settle(page)


def settle(page: Page) -> None:
    """Wait until nothing on the page is loading."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".skeleton, [aria-busy=true]")).to_have_count(0)


def kpi(page: Page, label: str) -> Locator:
    """The number under a label."""
    return page.locator("dl > div").filter(has=page.locator("dt").get_by_text(label, exact=True)).locator("dd > p")


def table_rows(table: Locator) -> list[list[str]]:
    """The texts of a table's body, row by row."""
    rows: list[list[str]] = table.locator("tbody").evaluate(
        "body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return rows


def customer_rows(page: Page) -> Locator:
    """The drawn rows of the list of customers; others are out of sight and not drawn."""
    return page.get_by_role("table", name="Customers").locator("tbody tr[aria-rowindex]")


def customer_ids(page: Page, number: int) -> list[str]:
    """The ids in the first rows of the list."""
    rows = customer_rows(page)
    expect(rows.first).to_be_visible()
    return [text.strip() for text in rows.locator("td:first-child").all_inner_texts()[:number]]
