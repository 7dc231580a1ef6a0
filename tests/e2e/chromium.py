"""The browser of the tests and screenshots."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

DEBIANS = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's own Node.js needs a library (libatomic1) that a bare Debian lacks.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", shutil.which("node") or "")


def executable() -> str | None:
    """CHROMIUM_PATH, else Debian's Chromium, else (None) the one that Playwright installed."""
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        return chosen
    return str(DEBIANS) if DEBIANS.is_file() else None


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; raises Playwright's error where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
