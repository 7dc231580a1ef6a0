"""Pages on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reading import visit
from tests.e2e.server import Server
from tests.e2e.test_accessibility import PAGES, address_of

WHITE, BLACK = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
SCROLLED = """() => [...document.querySelectorAll('main *')]
    .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
    .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
    .map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("address", PAGES)
def test_paper_is_white_and_has_no_controls(page: Page, server: Server, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, address_of(address, server))
    page.emulate_media(media="print", color_scheme="dark")
    html = page.locator("html")
    expect(html).to_have_css("background-color", WHITE)
    expect(html).to_have_css("color", BLACK)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for left_out in (
        page.get_by_role("navigation", name="Pages"),
        page.get_by_role("button", name="Go to"),
        page.get_by_role("searchbox"),
    ):
        assert not any(each.is_visible() for each in left_out.all())
    assert page.evaluate(SCROLLED) == []


def test_the_overview_is_one_page_of_paper(page: Page) -> None:
    visit(page, "/")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_long_list_has_no_empty_pages(page: Page) -> None:
    visit(page, "/customers")
    page.evaluate("window.scrollTo({ top: 2500 })")
    expect(page.locator("tr[aria-rowindex='70']")).to_be_attached()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 3
