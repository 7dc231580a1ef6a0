"""A camera before a page: each frame is a picture that is shown for so many seconds, under a line of text.

Frames are taken one by one, so that a slow machine makes the same film as a quick one.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize

WIDTH, HEIGHT, CAPTION_HEIGHT = 1280, 720, 80
WINDOW: ViewportSize = {"width": WIDTH, "height": HEIGHT - CAPTION_HEIGHT}
FRAME = 1 / 25  # seconds
STEPS = 14  # frames of a way of the hand
HAND = """([x, y]) => {
    let hand = document.getElementById('film-hand')
    if (!hand) {
        hand = document.createElement('div')
        hand.id = 'film-hand'
        hand.popover = 'manual'
        hand.ariaHidden = 'true'
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
        svg.setAttribute('viewBox', '0 0 16 22')
        const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'path')
        arrow.setAttribute('d', 'M1 1v16l4-4 3 7 3-1.3-3-7h6z')
        arrow.setAttribute('fill', '#111')
        arrow.setAttribute('stroke', '#fff')
        arrow.setAttribute('stroke-width', '1.3')
        svg.append(arrow)
        hand.append(svg)
        document.body.append(hand)
        Object.assign(hand.style, {
            position: 'fixed', width: '20px', height: '28px', margin: '0', padding: '0', border: '0',
            background: 'transparent', pointerEvents: 'none', inset: 'auto', overflow: 'visible',
        })
    }
    if (hand.matches(':popover-open')) hand.hidePopover()
    hand.showPopover()  // above whatever dialog has opened meanwhile
    hand.style.left = `${x - 1}px`
    hand.style.top = `${y - 1}px`
}"""
CAPTION = """text => {
    Object.assign(document.body.style, {
        margin: '0', height: '100vh', display: 'flex', alignItems: 'center', justifyContent: 'center',
        background: '#14213d', color: '#fff', font: '500 25px Inter, sans-serif', textAlign: 'center',
    })
    document.body.textContent = text
}"""


@dataclass(frozen=True)
class Frame:
    """A picture, with the caption that stands under it, for so many seconds."""

    picture: Path
    caption: Path
    seconds: float


@dataclass
class Camera:
    """What is seen on `page`; `strip` is a page of its own that draws the captions."""

    page: Page
    strip: Page
    folder: Path
    frames: list[Frame] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _caption: Path | None = None
    _hand: tuple[float, float] = (WIDTH * 0.6, HEIGHT * 0.7)

    def say(self, text: str) -> None:
        """The line under what follows."""
        self._caption = self._shot(self.strip, text)

    def hold(self, seconds: float) -> None:
        """One picture of the page as it is, for so long."""
        self._take(seconds)

    def go_to(self, target: Locator, at: tuple[float, float] = (0.5, 0.5)) -> None:
        """Move the hand onto a place of an element, given as shares of its width and height."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        if box is None:
            raise RuntimeError(f"nothing to be seen of {target}")
        x, y = box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"]
        begin_x, begin_y = self._hand
        for step in range(1, STEPS + 1):
            share = step / STEPS
            eased = share * share * (3 - 2 * share)
            self._hand = begin_x + (x - begin_x) * eased, begin_y + (y - begin_y) * eased
            self._take(FRAME)
        self.page.mouse.move(x, y)

    def click(self, target: Locator, at: tuple[float, float] = (0.5, 0.5)) -> None:
        self.go_to(target, at)
        self._take(6 * FRAME)
        self.page.mouse.down()
        self.page.mouse.up()

    def type(self, text: str) -> None:
        """Type where the focus is, a letter every three frames."""
        for letter in text:
            self.page.keyboard.type(letter)
            self._take(3 * FRAME)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self._take(3 * FRAME)

    def scroll(self, target: Locator, above: int = 40, frames: int = 20) -> None:
        """Scroll the page until the element's top is `above` pixels below the window's."""
        top = target.evaluate("(element, above) => element.getBoundingClientRect().top + scrollY - above", above)
        begin = self.page.evaluate("scrollY")
        for step in range(1, frames + 1):
            share = step / frames
            eased = share * share * (3 - 2 * share)
            self.page.evaluate("y => scrollTo({ top: y, behavior: 'instant' })", begin + (top - begin) * eased)
            self._take(FRAME)

    def _take(self, seconds: float) -> None:
        if self._caption is None:
            raise RuntimeError("say something first")
        self.page.evaluate(HAND, list(self._hand))
        self.frames.append(Frame(self._shot(self.page), self._caption, seconds))

    def _shot(self, page: Page, text: str | None = None) -> Path:
        if text is not None:
            page.evaluate(CAPTION, text)
        path = self.folder / f"{next(self._numbers):05}.png"
        page.screenshot(path=path)
        return path
