"""Pictures of every page, and how far two of them are apart. `make looks` takes the kept ones anew.

The shop is the small generated one, with every time of day set to one moment, so that only a change of the dashboard
changes a picture. Kept are whole pages at half their size: enough to see a shift, a colour or a missing part.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page

from db.settings import ROOT
from tests.backend.conftest import add_user
from tests.conftest import execute
from tests.e2e.reading import PHONE, settle
from tests.e2e.screenshots import addresses
from tests.e2e.server import serving

KEPT = ROOT / "tests" / "e2e" / "pictures"
FOUND = ROOT / ".local" / "looks"  # what a failing test saw
WIDTHS = (1440, 390)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
PAGES = (
    *("overview", "segments", "customers", "customer", "campaign", "retention", "products", "model", "data"),
    *("settings", "sign-in"),
)
MOMENT = "2026-01-05 09:00+00"
TIMES = (
    f"update runs set started_at = '{MOMENT}', scored_at = '{MOMENT}', finished_at = '{MOMENT}'",
    f"update published set published_at = '{MOMENT}'",
    f"update loads set started_at = '{MOMENT}', finished_at = '{MOMENT}'",
    f"update history_build set built_at = '{MOMENT}'",
    f"update access.users set created_at = '{MOMENT}'",
)
VISIBLE = 24  # of 255, in any colour; less is the edge of a letter in another version of the browser
SAME_LETTERS = "code, pre { font-family: Inter !important }"  # machines differ in their letters of one width
LOOKS = 12  # half a second apart
NEAR = 0.002  # the share of a page that may look otherwise


@contextmanager
def serving_looks(url: str, folder: Path) -> Iterator[dict[str, str]]:
    """The address of each page, of servers over the small shop at `url`; its times are set to one moment."""
    add_user(url, "anna", "admin")
    for statement in TIMES:
        execute(url, statement)
    usual = {"DATABASE_URL": url, "DATA_DIR": str(folder), "WEB_WORKERS": "1"}
    with ExitStack() as stack:
        server, guarded = (
            stack.enter_context(serving(made_folder(folder / name), **usual, AUTH=name)) for name in ("off", "on")
        )
        pages = {name: server.url + address for name, address in addresses(server).items()}
        yield {**pages, "sign-in": f"{guarded.url}/"}


def made_folder(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def open_page(browser: Browser, width: int) -> Iterator[Page]:
    is_phone = width < PHONE
    with browser.new_context(
        viewport={"width": width, "height": 844 if is_phone else 900},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        is_mobile=is_phone,
        has_touch=is_phone,
        bypass_csp=True,  # for SAME_LETTERS
    ) as context:
        yield context.new_page()


def go(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.add_style_tag(content=SAME_LETTERS)
    settle(page)


def looks(page: Page, theme: Theme) -> Iterator[Image.Image]:
    """The whole page at half its size; then again and again, for whatever is still being drawn."""
    page.emulate_media(color_scheme=theme)
    is_long = (
        page.get_by_role("table", name="Customers", exact=True).count() > 0
    )  # a list has only the rows that one looks at
    for _ in range(LOOKS):
        taken = page.screenshot(full_page=not is_long, animations="disabled", scale="css")
        yield Image.open(BytesIO(taken)).convert("RGB").reduce(2)
        page.wait_for_timeout(500)


def settled_look(page: Page, theme: Theme) -> Image.Image:
    """The first picture that is like the one after it."""
    for one, other in pairwise(looks(page, theme)):
        if one == other:
            return one
    raise AssertionError(f"{page.url} goes on changing")


def apart(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that look different; 1 where the sizes are more than a line of text apart."""
    if abs(one.width - other.width) > 0 or abs(one.height - other.height) > 10:
        return 1.0
    height = min(one.height, other.height)
    pixels = [np.asarray(each.crop((0, 0, one.width, height)), dtype=np.int16) for each in (one, other)]
    return float((np.abs(pixels[0] - pixels[1]).max(axis=2) > VISIBLE).mean())


def side_by_side(one: Image.Image, other: Image.Image) -> Image.Image:
    both = Image.new("RGB", (one.width + other.width + 20, max(one.height, other.height)), "magenta")
    both.paste(one, (0, 0))
    both.paste(other, (one.width + 20, 0))
    return both
