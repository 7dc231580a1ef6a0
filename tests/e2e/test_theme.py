"""Light and dark: by the system, or as chosen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.reading import settle, visit


def canvas(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return colour


@pytest.mark.parametrize(("chosen", "system"), [("Dark", "light"), ("Light", "dark")])
def test_a_chosen_theme_outlasts_a_reload(
    open_context: Callable[..., BrowserContext], chosen: str, system: str
) -> None:
    page = open_context(color_scheme=system).new_page()
    visit(page, "/data")
    assert page.locator("html").get_attribute("data-theme") == system
    before = canvas(page)
    page.get_by_role("group", name="Theme").get_by_role("button", name=chosen).click()
    expect(page.locator("html")).to_have_attribute("data-theme", chosen.lower())
    assert canvas(page) != before
    page.reload()
    # Set by a script in the head, so that no page flashes in the other theme.
    assert page.locator("html").get_attribute("data-theme") == chosen.lower()
    settle(page)
    expect(page.get_by_role("button", name=chosen)).to_have_attribute("aria-pressed", "true")


def test_without_a_choice_the_page_follows_the_system(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, "/data")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
