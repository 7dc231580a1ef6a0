"""Saved views: what one colleague saves, the other opens; and what lay in a browser becomes the shop's."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.backend.conftest import PASSWORD, add_user
from tests.conftest import execute
from tests.e2e.conftest import DESKTOP
from tests.e2e.faults import Faults
from tests.e2e.reading import settle
from tests.e2e.server import Server, serving
from tests.e2e.test_accessibility import findings

USERS = ("carla", "dora")
SEARCH = "country=Germany&segment=Lost&sort=recency"


@pytest.fixture(scope="module")
def guarded(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with sign-in on, and two analysts; their views go at the end."""
    for name in USERS:
        add_user(published_url, name, "analyst")
    folder = tmp_path_factory.mktemp("views")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder), AUTH="on") as server:
        yield server
    execute(published_url, "delete from saved_views")
    execute(published_url, "delete from access.users where name in ('carla', 'dora')")


@pytest.fixture
def colleagues(browser: Browser, guarded: Server, faults: Faults) -> Iterator[list[Page]]:
    """Two browsers, each with its own analyst, at the list of customers."""
    with ExitStack() as stack:
        pages = []
        for name in USERS:
            context = browser.new_context(base_url=guarded.url, viewport=DESKTOP, locale="en-GB")
            stack.enter_context(context)
            page = context.new_page()
            page.goto("/sign-in?next=/customers")
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
            settle(page)
            faults.watch(context)
            pages.append(page)
        yield pages


def menu(page: Page) -> Locator:
    """The menu Views, opened."""
    page.get_by_role("button", name="Views", exact=True).click()
    found = page.get_by_role("dialog", name="Views")
    expect(found.locator("[aria-busy=true]")).to_have_count(0)
    return found


def save(page: Page, name: str) -> None:
    page.get_by_role("textbox", name="Name of the view").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_a_view_that_one_saves_is_the_colleagues_too_who_may_not_delete_it(colleagues: list[Page]) -> None:
    carla, dora = colleagues
    asked: list[str] = []

    def note(answer: Response) -> None:
        asked.append(urlsplit(answer.url).path)

    carla.on("response", note)
    carla.goto(f"/customers?{SEARCH}&from_row=2")
    settle(carla)
    assert "/api/customers/rfm" in asked and "/api/views" not in asked
    menu(carla)
    save(carla, "Gone from Germany")
    assert findings(carla) == []

    shown = menu(dora)
    expect(shown.get_by_text("carla, ")).to_be_visible()
    expect(shown.get_by_role("button", name="Delete")).to_have_count(0)
    dora.get_by_role("textbox", name="Name of the view").fill("Gone from Germany")
    expect(shown.get_by_text("carla saved a view of this name; choose another.")).to_be_visible()
    assert findings(dora) == []
    shown.get_by_role("link", name="Gone from Germany").click()
    settle(dora)
    assert urlsplit(dora.url).query == SEARCH
    expect(dora.get_by_role("heading", level=2).first).to_contain_text("2 filters")

    carla.get_by_role("button", name="Delete: Gone from Germany").click()
    carla.get_by_role("button", name="Delete for everybody: Gone from Germany").click()
    expect(carla.get_by_text("There are no views yet")).to_be_visible()
    expect(menu(dora).get_by_text("There are no views yet")).to_be_visible()


def test_what_lay_in_a_browser_is_there_for_both_once_the_menu_was_opened(
    colleagues: list[Page], faults: Faults
) -> None:
    carla, dora = colleagues
    faults.provoke("/api/views")  # a name is taken
    menu(carla)
    save(carla, "Mine")
    kept = [{"name": "Mine", "search": "?segment=Lost"}, {"name": "Big", "search": "?min_monetary=1000&from_row=5"}]
    dora.evaluate("views => localStorage.setItem('customer views', JSON.stringify(views))", kept)
    expect(menu(dora).get_by_text("2 views of this browser are here now")).to_be_visible()
    names = dora.get_by_role("list", name="Saved views").get_by_role("link")
    expect(names).to_have_text(["Big", "Mine", "Mine (2)"])
    assert dora.evaluate("localStorage.getItem('customer views')") is None
    expect(dora.get_by_role("link", name="Big")).to_have_attribute("href", "/customers?min_monetary=1000")
    carla.keyboard.press("Escape")
    menu(carla)
    expect(carla.get_by_role("list", name="Saved views").get_by_role("link")).to_have_text(["Big", "Mine", "Mine (2)"])
