"""Write the pictures in docs/images: `python -m tests.e2e.screenshots [BASE_URL]`.

Without an address a server of our own is started, over what is published in the data folder.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from db.settings import ROOT, load_settings, stop
from tests.e2e.chromium import chromium
from tests.e2e.reading import visit
from tests.e2e.server import Server, serving

IMAGES = ROOT / "docs" / "images"
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
IN_THE_DARK = ("overview", "segments", "customers", "customer", "campaign", "model")  # the others look like these
ON_A_PHONE = ("overview", "customers", "customer")
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def server_at(arguments: list[str]) -> Iterator[Server]:
    if arguments:
        yield Server(arguments[0].rstrip("/"))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), DATA_DIR=str(load_settings().data_dir)) as server,
    ):
        yield server


def addresses(server: Server) -> dict[str, str]:
    """The pages, each by the name of its picture; the customer is a regular one who has gone silent."""
    silent = server.get("/api/customers/rfm", segment="Can't Lose Them", limit=1)["items"]
    customer = (silent or server.get("/api/customers/rfm", limit=1)["items"])[0]["customer_id"]
    return {
        "overview": "/",
        "segments": "/segments",
        "customers": "/customers",
        "customer": f"/customers/{customer}",
        "campaign": "/campaign?cost=2",
        "retention": "/retention",
        "products": "/products",
        "model": "/model",
        "data": "/data",
        "settings": "/settings",
    }


def take(browser: Browser, server: Server) -> Iterator[Path]:
    """A picture of each page, of some in the dark too, and of some on a phone."""
    kinds: list[tuple[str, tuple[str, ...] | None, dict[str, Any]]] = [
        ("light", None, {"viewport": DESKTOP, "color_scheme": "light"}),
        ("dark", IN_THE_DARK, {"viewport": DESKTOP, "color_scheme": "dark"}),
        ("390", ON_A_PHONE, {"viewport": PHONE, "color_scheme": "light", "has_touch": True, "is_mobile": True}),
    ]
    for kind, chosen, window in kinds:
        with browser.new_context(base_url=server.url, locale="en-GB", **window) as context:
            page = context.new_page()
            for name, address in addresses(server).items():
                if chosen is None or name in chosen:
                    visit(page, address)
                    file = IMAGES / f"{name}-{kind}.png"
                    page.screenshot(path=file)
                    yield file


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with server_at(sys.argv[1:]) as server:
        if server.get("/readyz")["run_id"] is None:
            stop("nothing is published yet, so there is nothing to show. Run: make pipeline")
        with chromium() as browser:
            for file in take(browser, server):
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
