"""A real server over the published database, and a browser that forgives nothing.

Everything here lives as long as this folder's tests, not the whole session: while Playwright runs, its event loop
would keep other tests of the same worker from running theirs.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, expect

from tests.conftest import is_missing
from tests.e2e.chromium import chromium
from tests.e2e.faults import Faults
from tests.e2e.server import Server, serving

DESKTOP: ViewportSize = {"width": 1440, "height": 900}

expect.set_options(timeout=15_000)  # a busy machine is no failure


@pytest.fixture(scope="package")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over the published run; for reading."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder)) as server:
        yield server


@contextmanager
def chromium_of_tests() -> Iterator[Browser]:
    """A running browser; where there is none the test lacks something, whatever happens later is its own."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(chromium())
        except Error as error:
            reason = error.message.splitlines()[0]
            is_missing(f"Chromium could not be started; install it or set CHROMIUM_PATH. {reason}")
        yield browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium_of_tests() as browser:
        yield browser


@pytest.fixture(scope="package")
def complaints() -> Faults:
    return Faults()


@pytest.fixture
def faults(complaints: Faults) -> Iterator[Faults]:
    """Fails the test over anything the browser complained about, unless the test says that it provokes it."""
    complaints.forget()
    yield complaints
    unexpected = complaints.unexpected()
    if unexpected:
        pytest.fail("The browser complained:\n" + "\n".join(unexpected), pytrace=False)


OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def new_context(browser: Browser, server: Server, complaints: Faults) -> OpenContext:
    def open_one(**options: Any) -> BrowserContext:
        usual = {
            "base_url": server.url,
            "viewport": DESKTOP,
            "locale": "en-GB",
            # The shop's days must not depend on where its reader sits.
            "timezone_id": "America/Los_Angeles",
        }
        context = browser.new_context(**{**usual, **options})
        complaints.watch(context)
        return context

    return open_one


@pytest.fixture
def open_context(new_context: OpenContext, faults: Faults) -> Iterator[OpenContext]:
    """Opens a browser window of its own kind (size, theme, touch), with a storage of its own."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(new_context(**options))


@pytest.fixture(scope="package")
def desktop(new_context: OpenContext) -> Iterator[BrowserContext]:
    """One browser window for all tests that change nothing in it; its cache saves each of them time."""
    with new_context() as context:
        yield context


@pytest.fixture
def page(desktop: BrowserContext, faults: Faults) -> Iterator[Page]:
    """A page of desktop size."""
    page = desktop.new_page()
    yield page
    for each in desktop.pages:
        each.close()
