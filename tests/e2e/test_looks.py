"""Every page looks as it did, at two widths and in both themes; `make looks` keeps what is meant to look otherwise."""

import os
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.conftest import own_database
from tests.e2e.looks import (
    FOUND,
    KEPT,
    NEAR,
    PAGES,
    THEMES,
    WIDTHS,
    apart,
    go,
    looks,
    open_page,
    serving_looks,
    settled_look,
    side_by_side,
)


@pytest.fixture(scope="module")
def addresses(
    server_url: str, trained_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    with (
        own_database(server_url, trained_template) as url,
        serving_looks(url, tmp_path_factory.mktemp("looks")) as addresses,
    ):
        yield addresses


@pytest.fixture(scope="module", params=WIDTHS)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, int]]:
    """A page that all pictures of one width are taken in, and the width."""
    with open_page(browser, request.param) as page:
        yield page, request.param


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(window: tuple[Page, int], addresses: dict[str, str], name: str) -> None:
    page, width = window
    go(page, addresses[name])
    for theme in THEMES:
        kept = KEPT / f"{name}-{width}-{theme}.webp"
        if os.environ.get("KEEP_LOOKS") == "true":
            settled_look(page, theme).save(kept, lossless=True, method=6)
            continue
        then = Image.open(kept).convert("RGB")
        now = next((one for one in looks(page, theme) if apart(then, one) <= NEAR), None)
        if now is None:
            seen = FOUND / f"{kept.stem}.png"
            FOUND.mkdir(parents=True, exist_ok=True)
            now = settled_look(page, theme)
            side_by_side(then, now).save(seen)
            pytest.fail(
                f"{apart(then, now):.1%} looks otherwise: {seen} (before, now). Where it is meant so: make looks"
            )
