"""Settings: users, keys, one's own password, the shop's facts and the log."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.backend.conftest import PASSWORD, add_user
from tests.conftest import execute, own_database
from tests.e2e.conftest import DESKTOP
from tests.e2e.figures import german_day
from tests.e2e.reading import settle, table_rows
from tests.e2e.server import Server, serving
from tests.e2e.test_accessibility import findings

ANOTHER = "four owls in a blue orchard"
AT_ONCE = 50  # entries of the log
SignedIn = Callable[..., Page]


@pytest.fixture(scope="module")
def shop_url(server_url: str, trained_template: str) -> Iterator[str]:
    """A shop of this module's own, whose one user is anna, an admin."""
    with own_database(server_url, trained_template) as url:
        add_user(url, "anna", "admin")
        yield url


@pytest.fixture(scope="module")
def guarded(shop_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("settings")
    settings = {"LOCALE": "de-DE", "TIME_ZONE": "Europe/Berlin"}
    with serving(folder, DATABASE_URL=shop_url, DATA_DIR=str(folder), AUTH="on", **settings) as server:
        yield server


@pytest.fixture
def signed_in(browser: Browser, guarded: Server) -> Iterator[SignedIn]:
    """Opens Settings in a browser window of somebody's own."""
    with ExitStack() as stack:

        def enter(name: str = "anna", password: str = PASSWORD, **options: Any) -> Page:
            usual = {"base_url": guarded.url, "viewport": DESKTOP, "locale": "en-GB"}
            context = stack.enter_context(browser.new_context(**{**usual, **options}))
            page = context.new_page()
            page.goto("/sign-in?next=/settings")
            fill_in(page, name, password)
            expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
            settle(page)
            return page

        yield enter


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_user(page: Page, name: str, role: str, password: str) -> None:
    page.get_by_label("Name of the new user").fill(name)
    page.get_by_label("First password of the new user").fill(password)
    page.get_by_label("Role of the new user").select_option(role)
    page.get_by_role("button", name="Make a user").click()


def user_row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Users").get_by_role("row").filter(has_text=name)


def made_user(page: Page, name: str) -> None:
    make_user(page, name, "viewer", PASSWORD)
    expect(user_row(page, name)).to_be_visible()


def test_a_user_is_made_changed_and_switched_off(signed_in: SignedIn) -> None:
    anna = signed_in()
    make_user(anna, "bert", "analyst", "too short")
    expect(anna.get_by_role("alert")).to_contain_text("password")
    expect(user_row(anna, "bert")).to_have_count(0)
    anna.get_by_label("First password of the new user").fill(PASSWORD)
    anna.get_by_role("button", name="Make a user").click()
    expect(user_row(anna, "bert")).to_contain_text("never")
    expect(anna.get_by_role("alert")).to_have_count(0)
    expect(anna.get_by_role("heading", name="2 users")).to_be_visible()

    bert = signed_in("bert")
    expect(bert.get_by_text("bert, analyst")).to_be_visible()
    expect(bert.get_by_role("table", name="Users")).to_have_count(0)
    expect(bert.get_by_role("heading", name="Who did what")).to_have_count(0)

    # Another role ends the session.
    anna.get_by_label("Role of bert").select_option("viewer")
    expect(anna.get_by_label("Role of bert")).to_have_value("viewer")
    bert.reload()
    expect(bert.get_by_role("heading", name="Sign in")).to_be_visible()
    fill_in(bert, "bert", PASSWORD)
    expect(bert.get_by_text("bert, viewer")).to_be_visible()

    anna.get_by_role("button", name="Yes: bert may sign in").click()
    expect(anna.get_by_role("button", name="No: bert may sign in")).to_have_attribute("aria-pressed", "false")
    bert.reload()
    fill_in(bert, "bert", PASSWORD)
    expect(bert.get_by_role("alert")).to_have_text("Name and password do not belong together.")


def test_the_last_admin_stays_one(signed_in: SignedIn) -> None:
    anna = signed_in()
    anna.get_by_label("Role of anna").select_option("viewer")
    expect(anna.get_by_role("alert")).to_have_text("Somebody must stay an admin. Make another one first.")
    expect(anna.get_by_label("Role of anna")).to_have_value("admin")
    anna.get_by_role("button", name="Yes: anna may sign in").click()
    expect(anna.get_by_role("alert")).to_contain_text("Somebody must stay an admin.")
    anna.reload()
    expect(anna.get_by_role("button", name="Yes: anna may sign in")).to_be_visible()


@pytest.fixture
def program(browser: Browser, guarded: Server) -> Iterator[BrowserContext]:
    """Asks without a session."""
    with browser.new_context(base_url=guarded.url) as context:
        yield context


def test_a_key_is_told_once_lets_a_program_in_and_is_revoked(signed_in: SignedIn, program: BrowserContext) -> None:
    anna = signed_in()
    anna.get_by_label("What the key is for").fill("the night's report")
    anna.get_by_label("Role of the key").select_option("viewer")
    anna.get_by_role("button", name="Make a key").click()
    told = anna.get_by_role("status").filter(has_text="Copy the key now")
    secret = told.locator("code").inner_text()
    row = anna.get_by_role("table", name="Keys").get_by_role("row").filter(has_text="the night's report")
    expect(row).to_contain_text("never")

    def status(path: str) -> int:
        return program.request.get(path, headers={"Authorization": f"Bearer {secret}"}).status

    assert status("/api/overview") == 200
    assert status("/api/customers/rfm") == 403  # a viewer's
    anna.reload()
    expect(row).to_contain_text("viewer")
    expect(row).not_to_contain_text("never")
    expect(anna.get_by_text(secret)).to_have_count(0)
    anna.get_by_role("button", name="Revoke the night's report").click()
    expect(row).to_contain_text("revoked")
    expect(row.get_by_role("button")).to_have_count(0)
    assert status("/api/overview") == 401


def change_password(page: Page, current: str, new: str) -> None:
    page.get_by_label("Password of today").fill(current)
    page.get_by_label("New password").fill(new)
    page.get_by_role("button", name="Change password").click()


def test_a_new_password_ends_the_other_sessions(signed_in: SignedIn) -> None:
    made_user(signed_in(), "carla")
    here, elsewhere = signed_in("carla"), signed_in("carla")
    change_password(here, "not the password", ANOTHER)
    expect(here.get_by_role("alert")).to_have_text("current: this is not your password.")
    change_password(here, PASSWORD, "password12345678")
    expect(here.get_by_role("alert")).to_contain_text("new: ")
    change_password(here, PASSWORD, ANOTHER)
    expect(here.get_by_text("The password is changed.")).to_be_visible()
    expect(here.get_by_label("New password")).to_have_value("")
    here.reload()
    expect(here.get_by_text("carla, viewer")).to_be_visible()
    elsewhere.reload()
    fill_in(elsewhere, "carla", PASSWORD)
    expect(elsewhere.get_by_role("alert")).to_have_text("Name and password do not belong together.")
    fill_in(elsewhere, "carla", ANOTHER)
    expect(elsewhere.get_by_text("carla, viewer")).to_be_visible()


def test_the_log_tells_who_did_what_and_shows_more(signed_in: SignedIn, shop_url: str) -> None:
    old = AT_ONCE + 5
    acts = f"select 'olga', 'act ' || n || '.' from generate_series(1, {old}) as n"
    execute(shop_url, f"insert into access.audit (who, what) {acts}")
    anna = signed_in()
    anna.get_by_label("What the key is for").fill("a key for the log")
    anna.get_by_role("button", name="Make a key").click()
    expect(anna.get_by_role("row").filter(has_text="a key for the log").first).to_be_visible()
    anna.reload()
    settle(anna)
    log = anna.get_by_role("table", name="Log")
    rows = table_rows(log)
    assert len(rows) == AT_ONCE
    assert [row[1:3] for row in rows[:4]] == [
        ["anna", "key made: a key for the log"],
        ["anna", "sign-in"],
        *(["olga", f"act {n}."] for n in (old, old - 1)),
    ]
    anna.get_by_role("button", name="Show more").click()
    expect(log.get_by_role("cell", name="act 1.", exact=True)).to_be_visible()
    assert [row[2] for row in table_rows(log) if row[1] == "olga"] == [f"act {n}." for n in range(old, 0, -1)]


def test_the_shop_s_facts_are_there_for_a_viewer_and_lead_to_the_rules(signed_in: SignedIn) -> None:
    made_user(signed_in(), "dora")
    dora = signed_in("dora")
    run = dora.request.get("/api/overview").json()
    title = dora.get_by_role("heading", name=f"{run['shop_name']} counts in {run['currency']}")
    shop = dora.locator("section").filter(has=title)
    facts = dict(zip(shop.locator("dt").all_inner_texts(), shop.locator("dd").all_inner_texts(), strict=True))
    assert facts["Currency"] == run["currency"]
    assert facts["Locale"].startswith("de-DE: 1.234.567,50")
    assert facts["Time zone"] == "Europe/Berlin"
    assert facts["Locale"].endswith(german_day(run["data_to"]))
    shop.get_by_role("link", name="The default ones").click()
    expect(dora.get_by_role("table", name="Which cells make which segment")).to_be_visible()


def test_axe_finds_nothing_where_there_are_users_and_keys(signed_in: SignedIn) -> None:
    for options in ({}, {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}):
        page = signed_in(**options)
        page.get_by_label("What the key is for").fill("a key to look at")
        page.get_by_role("button", name="Make a key").click()
        expect(page.get_by_text("Copy the key now")).to_be_visible()
        expect(page.get_by_role("button", name="Revoke a key to look at").first).to_be_visible()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            assert findings(page) == []
