"""Signing in and out in a browser, and what a page of another origin can't do with the session."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.backend.conftest import PASSWORD, add_user
from tests.e2e.conftest import DESKTOP
from tests.e2e.reading import settle
from tests.e2e.server import Server, serving
from tests.e2e.test_accessibility import findings

PAGES = (
    *("/", "/segments", "/customers", "/customers/12347", "/campaign", "/retention", "/products", "/model", "/data"),
    *("/settings", "/no-such-page", "/sign-in?next=/model"),
)
ATTACK = """
<!doctype html><title>A prize</title>
<form method="post" enctype="text/plain" action="TARGET/api/campaigns"><input name='{"name": "x", "a' value='": 1}'>
</form><script>
const attempts = [
  { method: 'POST', mode: 'no-cors', body: '{}', headers: { 'Content-Type': 'text/plain' } },
  { method: 'POST', headers: { 'X-Requested-With': 'fetch', 'Content-Type': 'application/json' }, body: '{}' },
  { method: 'DELETE', headers: { 'X-Requested-With': 'fetch' } },
  {},
]
window.read = []
window.done = (async () => {
  for (const attempt of attempts) {
    const address = attempt.method === 'DELETE' ? '/api/session' : '/api/campaigns'
    try {
      const answer = await fetch('TARGET' + address, { credentials: 'include', ...attempt })
      window.read.push(await answer.text())
    } catch { /* the browser keeps the answer from us */ }
  }
})()
</script>
"""


@pytest.fixture(scope="module")
def guarded(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with sign-in on, and one user."""
    add_user(published_url, "anna", "admin")
    folder = tmp_path_factory.mktemp("guarded")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder), AUTH="on") as server:
        yield server


@pytest.fixture
def visitor(browser: Browser, guarded: Server) -> Iterator[BrowserContext]:
    """A browser window that nobody has signed in with yet."""
    with browser.new_context(base_url=guarded.url, viewport=DESKTOP, locale="en-GB") as context:
        yield context


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter(page: Page) -> None:
    """Sign in, and wait until the page that was asked for is there in place of the form."""
    sign_in(page)
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    settle(page)


def test_signed_out_every_page_asks_to_sign_in_and_then_is_there(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    for address in PAGES:
        page.goto(address)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(page.locator("table, dl")).to_have_count(0)
    sign_in(page, "not the password")
    expect(page.get_by_role("alert")).to_have_text("Name and password do not belong together.")
    sign_in(page)
    page.wait_for_url("**/model")
    settle(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_that_ends_gives_way_to_signing_in_on_the_same_page(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/segments")
    enter(page)
    visitor.clear_cookies()
    page.get_by_role("link", name="Model", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    enter(page)
    assert page.url.endswith("/model")


def test_what_is_begun_after_the_session_s_end_leads_to_signing_in(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/customers")
    enter(page)
    export = page.get_by_role("button", name="Export")
    expect(export).to_be_enabled()
    visitor.clear_cookies()
    export.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    page.goto("/data?import=new")
    enter(page)
    expect(page.locator("input[type=file]")).to_be_attached()
    visitor.clear_cookies()
    page.set_input_files("input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_api_s_page_leads_back_to_itself(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/api/docs")
    sign_in(page)
    page.wait_for_url("**/api/docs")


def test_axe_finds_nothing_on_the_sign_in_page(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        assert findings(page) == []


@pytest.fixture
def foreign_site(guarded: Server, tmp_path: Path) -> Iterator[str]:
    """A page of another origin, on the same machine: the browser sends our cookie with what it asks."""
    (tmp_path / "index.html").write_text(ATTACK.replace("TARGET", guarded.url))
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()
        thread.join()


def test_a_page_of_another_origin_changes_and_reads_nothing(visitor: BrowserContext, foreign_site: str) -> None:
    page = visitor.new_page()
    page.goto("/segments")
    enter(page)
    own = page.evaluate(
        "fetch('/api/campaigns', { method: 'POST', body: '{}', headers: "
        "{ 'X-Requested-With': 'fetch', 'Content-Type': 'application/json' } }).then(answer => answer.status)"
    )
    assert own == 422  # let in, and refused for what it says alone

    answers: list[Response] = []

    def note(answer: Response) -> None:  # Playwright hangs a mark on it, which a list's own append does not take
        answers.append(answer)

    visitor.on("response", note)
    other = visitor.new_page()
    other.goto(foreign_site)
    other.evaluate("window.done")
    assert [text for text in other.evaluate("window.read") if text] == []
    with other.expect_navigation():
        other.evaluate("document.forms[0].submit()")
    posts = [(each.status, each.request.method) for each in answers if each.request.method == "POST"]
    assert posts and {status for status, _ in posts} == {403}  # known by the cookie (no 401), and refused
    assert "DELETE" not in {each.request.method for each in answers}  # the browser asked first, and was told no

    page.reload()
    settle(page)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
