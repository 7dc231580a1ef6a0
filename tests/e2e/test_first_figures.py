"""The overview's figures stand there before the application does."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.e2e.conftest import DESKTOP, OpenContext
from tests.e2e.figures import count
from tests.e2e.reading import settle
from tests.e2e.server import Server

PHONE: ViewportSize = {"width": 390, "height": 844}
PLACES = """
() => [...document.querySelectorAll('main h1, main h1 + p, main header div + div > p, dl dt, dl dd > p')]
  .filter((element) => element.checkVisibility())
  .map((element) => {
    const { x, y } = element.getBoundingClientRect()
    return [element.textContent, Math.round(x), Math.round(y)]
  })
"""
# Counts the frames in which the figures are not there.
WATCH = """
() => {
  window.framesWithout = 0
  const look = () => {
    if (document.querySelector('dl .text-number') === null) window.framesWithout += 1
    requestAnimationFrame(look)
  }
  look()
}
"""


class Gate:
    """Holds requests back until it is opened."""

    def __init__(self) -> None:
        self._held: list[Route] | None = []

    def hold(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def open(self) -> None:
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, new_context: OpenContext, faults: Any) -> Any:
    with new_context(viewport=request.param) as context:
        yield context.new_page()


@pytest.mark.parametrize("sample", [True, False], ids=["sample", "shop"])
def test_the_application_takes_the_place_of_figures_that_stand_there_already(
    page: Page, server: Server, *, sample: bool
) -> None:
    def mark(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "sample": sample})

    gate = Gate()
    page.route("**/api/overview", mark)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
    page.route("**/assets/application-*.js", gate.hold)
    page.goto("/", wait_until="commit")
    expect(
        page.locator("dl .text-number").filter(has_text=count(server.get("/api/overview")["customers"]))
    ).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    first = page.evaluate(PLACES)
    page.evaluate(WATCH)
    gate.open()
    expect(page.get_by_role("figure").first).to_be_visible()
    settle(page)
    assert page.evaluate(PLACES)[: len(first)] == first
    assert page.evaluate("window.framesWithout") == 0
    assert asked.count("/api/overview") == 1


def test_figures_that_come_after_the_application_are_its_own(page: Page, server: Server) -> None:
    gate = Gate()
    page.route("**/api/overview", gate.hold)
    page.goto("/", wait_until="commit")
    expect(page.get_by_role("link", name="Segments").or_(page.get_by_role("button", name="Menu"))).not_to_have_count(0)
    assert page.locator("dl .text-number").count() == 0
    gate.open()
    expect(page.locator("dl .text-number").first).to_be_visible()
    settle(page)
    expect(page.get_by_role("heading", name="Overview")).to_have_count(1)
