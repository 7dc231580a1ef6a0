"""When the server does not answer, or its answer is an error."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.faults import Faults
from tests.e2e.reading import customer_rows, settle, visit
from tests.e2e.server import Server

PAGES = [
    ("/segments", "/api/customers/segments", "The segments could not be loaded"),
    ("/customers", "/api/customers/rfm", "The list could not be loaded"),
    ("CUSTOMER", "/api/customers/", "The customer could not be loaded"),
    ("/campaign", "/api/campaigns/plan", "The plan could not be made"),
    ("/segments", "/api/segments/movement", "The movement could not be loaded"),
    ("/retention", "/api/cohorts", "The cohorts could not be loaded"),
    ("/products", "/api/products", "The products could not be loaded"),
    ("/model", "/api/model/metrics", "The model's figures could not be loaded"),
    ("/data", "/api/runs/current", "The run could not be loaded"),
    ("/", "/api/overview", "The overview could not be loaded"),
]


@pytest.mark.parametrize(("address", "api", "message"), PAGES)
def test_a_silent_server_is_named_and_trying_again_works(
    page: Page, server: Server, faults: Faults, address: str, api: str, message: str
) -> None:
    if address == "CUSTOMER":
        address = f"/customers/{server.get('/api/customers/rfm', limit=1)['items'][0]['customer_id']}"
        api = f"/api{address}/details"
    faults.provoke(api)
    page.route(f"**{api}*", lambda route: route.abort())
    page.goto(address)
    alert = page.get_by_role("alert").filter(has_text=message).first
    expect(alert).to_contain_text("The server did not answer; is it running?")
    page.unroute(f"**{api}*")
    # One answer may serve two places, each with its own message.
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    settle(page)


def test_an_error_of_the_server_gives_the_number_to_ask_with(page: Page, faults: Faults) -> None:
    faults.provoke("/api/customers/rfm")
    problem = {"title": "Internal Server Error", "status": 500, "request_id": "8f3a", "errors": []}

    def refuse(route: Route) -> None:
        route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(problem))

    page.route("**/api/customers/rfm*", refuse)
    page.goto("/customers")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The list could not be loaded; nothing was changed.")
    expect(alert).to_contain_text("request 8f3a")
    page.unroute("**/api/customers/rfm*")
    alert.get_by_role("button", name="Try again").click()
    expect(customer_rows(page).first).to_be_visible()


def test_rows_stay_when_more_cannot_be_loaded(page: Page, faults: Faults) -> None:
    visit(page, "/customers")
    faults.provoke("cursor=")
    page.route("**/api/customers/rfm*cursor=*", lambda route: route.abort())
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight })")
    alert = page.get_by_role("alert").filter(has_text="More rows could not be loaded")
    expect(alert).to_be_visible()
    expect(customer_rows(page).first).to_be_visible()
    page.unroute("**/api/customers/rfm*cursor=*")
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator("tr[aria-rowindex='105']")).to_be_attached()
    expect(alert).to_have_count(0)


def test_a_wrong_parameter_in_the_address_is_explained(page: Page, faults: Faults) -> None:
    faults.provoke("sort=nonsense")
    page.goto("/customers?sort=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("sort")


def test_an_unknown_address_leads_back_to_the_overview(page: Page) -> None:
    visit(page, "/no-such-page")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    page.get_by_role("main").get_by_role("link", name="overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


ADDRESSES = sorted({address for address, _, _ in PAGES} | {"/settings"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_waits_for_an_answer_that_does_not_come(
    page: Page, server: Server, faults: Faults, address: str
) -> None:
    if address == "CUSTOMER":
        address = f"/customers/{server.get('/api/customers/rfm', limit=1)['items'][0]['customer_id']}"
    faults.provoke("/api/")
    page.route(re.compile(r"/api/(?!session)"), lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("main").get_by_role("alert").first).to_be_visible()
    expect(page.locator("main .skeleton, main [aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "api", "message"), [("/model", "/api/overview", "The cost could not be told"), *PAGES[:2], *PAGES[6:9]]
)
def test_the_rest_of_a_page_does_not_wait_for_an_answer_that_failed(
    page: Page, faults: Faults, address: str, api: str, message: str
) -> None:
    faults.provoke(api)
    page.route(f"**{api}*", lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("alert").filter(has_text=message).first).to_be_visible()
    expect(page.locator("main .skeleton, main [aria-busy=true]")).to_have_count(0)
