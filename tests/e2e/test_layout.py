"""Nothing is cut, nothing lies on something else, everything can be touched: every page, wide and on a phone, in both
themes, with what the real pages show.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.e2e.conftest import DESKTOP, OpenContext
from tests.e2e.reading import visit
from tests.e2e.server import Server

PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 900, "height": 900}
PAGES = {
    "overview": "/",
    "overview as tables": "/?table=revenue&table=segments&table=grid",
    "segments": "/segments",
    "segments as treemap": "/segments?view=treemap",
    "customers": "/customers",
    "customers of cells": "/customers?cell=5-5&cell=4-4&cell=2-1",
    "no customers": "/customers?min_monetary=900000000",
    "campaign": "/campaign?cost=2",
    "retention": "/retention",
    "products": "/products",
    "model": "/model",
    "data": "/data",
    "settings": "/settings",
    "sign in": "/sign-in",
    "no page": "/nothing/here",
}

# What lies on the page: texts with their places, those that are cut, and targets that are too small.
FOUND = """() => {
    const told = (node) => node.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40)
    const shown = (element) => {
        const { width, height } = element.getBoundingClientRect()
        return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && element.closest('.sr-only, [hidden]') === null
    }
    const scrolling = (element) => {
        for (let box = element; box !== document.body; box = box.parentElement) {
            if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return box
        }
        return null
    }
    const texts = []
    const cut = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const node = walker.currentNode
        const element = node.parentElement
        if (told(node) === '' || element.closest('script, style, noscript, option, pre') || !shown(element)) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const scrolled = scrolling(element)
        for (const { left, right, top, bottom } of range.getClientRects()) {
            if (right - left > 1 && scrolled === null) texts.push({ text: told(node), left, right, top, bottom })
        }
        const { left, right } = range.getBoundingClientRect()
        const svg = element.closest('svg')
        if (svg !== null) {
            const frame = svg.getBoundingClientRect()
            if (left < frame.left - 1 || right > frame.right + 1) cut.push(told(node))
        }
        if (scrolled === null && right > document.documentElement.clientWidth + 1) cut.push(told(node))
        for (let box = element; box !== null && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box)
            const clips = style.overflowX === 'hidden' || style.overflowX === 'clip'
            if (!clips || box.hasAttribute('title') || svg !== null) continue
            if (right > box.getBoundingClientRect().right + 1) cut.push(told(node))
        }
    }
    const overlapping = []
    texts.forEach((one, index) => {
        for (const other of texts.slice(index + 1)) {
            const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
            const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
            if (wide > 2 && high > 5) overlapping.push(`${one.text} / ${other.text}`)
        }
    })
    const small = []
    for (const target of document.querySelectorAll('a[href], button, input, select, [role=slider], [role=checkbox]')) {
        if (!shown(target) || getComputedStyle(target).display === 'inline' || target.closest('svg')) continue
        const label = target.closest('label')
        const { width, height } = (label ?? target).getBoundingClientRect()
        if (width < 23.5 || height < 23.5) small.push(`${target.ariaLabel ?? told(target)} ${width}x${height}`)
    }
    const { scrollWidth, clientWidth } = document.documentElement
    return { cut, overlapping, small, wider: Math.max(0, scrollWidth - clientWidth) }
}"""


def faults_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOUND)
    return {name: faults for name, faults in found.items() if faults}


@pytest.fixture(params=[(DESKTOP, False), (TABLET, False), (PHONE, True)], ids=["1440", "900", "390"])
def window(request: pytest.FixtureRequest, open_context: OpenContext) -> Page:
    """A window of this size; the small one is a phone."""
    size, is_phone = request.param
    return open_context(viewport=size, is_mobile=is_phone, has_touch=is_phone, color_scheme="light").new_page()


def test_every_page_has_room_for_all_it_shows(window: Page, server: Server) -> None:
    customer = server.get("/api/customers/rfm", sort="-monetary", limit=1)["items"][0]["customer_id"]
    product = server.get("/api/products", limit=1)["items"][0]["stock_code"]
    pages = {**PAGES, "customer": f"/customers/{customer}", "product": f"/products?product={product}"}
    wrong: dict[str, Any] = {}
    for name, address in pages.items():
        visit(window, address)
        window.evaluate("document.fonts.ready.then(() => true)")
        for theme, choose in THEMES.items():
            choose(window)
            found = faults_of(window)
            if found:
                wrong[f"{name}, {theme}"] = found
    assert not wrong


THEMES: dict[str, Callable[[Page], None]] = {
    "light": lambda page: page.emulate_media(color_scheme="light"),
    "dark": lambda page: page.emulate_media(color_scheme="dark"),
}


def test_a_text_that_is_cut_or_covered_is_found(window: Page) -> None:
    visit(window, "/")
    assert faults_of(window) == {}
    window.evaluate(
        """() => {
            const add = (name, text, style) => {
                const added = document.querySelector('main').appendChild(document.createElement(name))
                added.textContent = text
                Object.assign(added.style, style)
            }
            add('p', 'too long for its place', { width: '40px', overflow: 'hidden', whiteSpace: 'nowrap' })
            add('p', 'one line', { marginBottom: '-20px' })
            add('p', 'another', {})
            add('button', 'x', { display: 'block', width: '9px', height: '9px', padding: '0' })
            add('div', '', { width: '3000px', height: '9px' })
        }"""
    )
    found = faults_of(window)
    assert "too long for its place" in found["cut"]
    assert "one line / another" in found["overlapping"]
    assert found["small"] == ["x 9x9"]
    assert found["wider"] > 1000
