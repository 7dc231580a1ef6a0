"""How a test goes to a page and finds things there."""

from playwright.sync_api import Locator, Page, expect

PHONE = 768
# A phone draws a chart when it comes near the screen; charts are within the first twenty, a list has no end.
LOOK_AT_ALL = """async () => {
    const end = () => Math.min(document.body.scrollHeight, 20 * window.innerHeight)
    for (let top = 0; top < end(); top += window.innerHeight / 2) {
        window.scrollTo(0, top)
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))
    }
    window.scrollTo(0, 0)
}"""


def visit(page: Page, address: str) -> None:
    """Go to a page and wait until all of it is there."""
    page.goto(address)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the application is there and nothing on the page is loading."""
    expect(page.locator("[data-shell]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if page.viewport_size and page.viewport_size["width"] < PHONE:
        page.evaluate(LOOK_AT_ALL)
        if page.locator(".skeleton").count():  # what was drawn has pushed the rest down, out of what was looked at
            expect(page.locator("main [aria-busy=true]")).to_have_count(0)
            page.evaluate(LOOK_AT_ALL)
    expect(page.locator(".skeleton")).to_have_count(0)
    # The menus of figures come with a script of their own.
    expect(page.locator("[data-tools] > span").filter(has_text="⋯")).to_have_count(0)


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
