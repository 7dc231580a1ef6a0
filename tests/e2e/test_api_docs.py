"""The API's documentation page, under the server's own content security policy."""

from playwright.sync_api import Page, expect

from tests.e2e.server import Server


def test_every_endpoint_is_shown(page: Page, server: Server) -> None:
    document = server.get("/api/openapi.json")
    wanted = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    page.goto("/api/docs")
    operations = page.locator(".opblock-summary")
    expect(operations).to_have_count(len(wanted))
    shown = {
        (
            operation.locator(".opblock-summary-method").inner_text(),
            operation.locator(".opblock-summary-path").get_attribute("data-path"),
        )
        for operation in operations.all()
    }
    assert shown == wanted


def test_an_endpoint_can_be_tried_from_the_page(page: Page) -> None:
    page.goto("/api/docs")
    operation = page.locator(".opblock").filter(has=page.locator("[data-path='/api/customers/segments']"))
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
