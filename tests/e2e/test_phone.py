"""Every page at phone width."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.faults import Faults
from tests.e2e.figures import count
from tests.e2e.reading import settle, visit
from tests.e2e.server import Server

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
NOBODY = "/customers/no-such-customer"


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context(**PHONE).new_page()


def widths(page: Page) -> tuple[int, int]:
    """The page's own width, and the window's, which a page that is too wide would zoom out."""
    own: int = page.evaluate("document.documentElement.scrollWidth")
    window: int = page.evaluate("window.innerWidth")
    return own, window


def small_targets(page: Page) -> list[str]:
    """What is smaller than the 24 pixels of WCAG 2.2; links within a line of text are exempt."""
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, input, [role=slider], nav a')]
            .filter((element) => element.checkVisibility({ visibilityProperty: true }))
            .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
            .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""
    )
    return small


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?view=treemap&table=revenue&table=customers",
        "/?view=pie",
        "/segments",
        "/segments?view=treemap&table=segments",
        "/customers",
        "/customers?segment=Can%27t+Lose+Them&fm_score=5&country=United+Kingdom&min_monetary=100&q=1",
        "/customers?segment=Champions&r_score=1",
        "CUSTOMER",
        NOBODY,
        "/campaign",
        "/campaign?table=profit",
        "/model",
        "/model?table=threshold&table=backtest&table=gains&table=reliability",
        "/data",
        "/data?table=ledger",
        "/no-such-page",
    ],
)
def test_a_page_fits_its_width_and_what_is_touched_is_large_enough(
    phone: Page, server: Server, faults: Faults, address: str
) -> None:
    faults.provoke(f"/api{NOBODY}")
    if address == "CUSTOMER":
        best = server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
        address = f"/customers/{best}?table=timeline"
    visit(phone, address)
    assert widths(phone) == (390, 390)
    assert small_targets(phone) == []


def test_the_menu_opens_and_leads_to_each_page(phone: Page) -> None:
    visit(phone, "/")
    for name in ("Segments", "Customers", "Campaign", "Model", "Data", "Overview"):
        phone.get_by_role("button", name="Menu").tap()
        phone.get_by_role("navigation", name="Pages").get_by_role("link", name=name).tap()
        expect(phone.get_by_role("heading", level=1)).to_have_text(name)
        expect(phone.get_by_role("navigation", name="Pages")).to_be_hidden()
    settle(phone)


def test_filters_unfold_and_work_by_touch(phone: Page, server: Server) -> None:
    visit(phone, "/customers")
    phone.get_by_role("button", name="More filters").tap()
    phone.get_by_role("button", name="Recency 5").tap()
    total = server.get("/api/customers/rfm", r_score=5)["total"]
    expect(phone.get_by_role("heading", level=2)).to_contain_text(f"{count(total)} customers match")
    assert widths(phone) == (390, 390)


def test_a_chart_is_drawn_when_it_comes_near_the_screen(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("figure", name="Revenue by month")).to_be_visible()
    customers = phone.get_by_role("figure", name="New and returning customers by month")
    expect(phone.get_by_role("heading", name="customers had bought before")).to_be_attached()
    expect(customers).to_have_count(0)
    phone.mouse.wheel(0, 600)
    expect(customers).to_be_visible()


@pytest.mark.parametrize("legend", ["Segments on the last day", "Segments after"])
def test_what_a_chart_of_segments_has_no_room_to_name_is_named_below_it(
    phone: Page, server: Server, legend: str
) -> None:
    if server.get("/api/segments/history")["note"]:
        pytest.skip("The data is too little for a history")
    visit(phone, "/segments")
    named = phone.get_by_role("list", name=legend).get_by_role("listitem")
    served = server.get("/api/customers/segments")["items"]
    shown = [text.split("\n") for text in named.all_inner_texts()]
    numbers = {row["segment"]: count(row["customers"]) for row in served if row["customers"]}
    assert {name: number for name, number in shown if number != "0"} == numbers
    assert named.locator("svg").count() == len(shown), "each beside its mark"


@pytest.mark.parametrize("address", ["/campaign", "/model"])
def test_what_is_dragged_by_a_finger_has_44_pixels(phone: Page, address: str) -> None:
    visit(phone, address)
    thumbs = phone.get_by_role("slider")
    expect(thumbs.first).to_be_visible()
    for box in [thumb.bounding_box() for thumb in thumbs.all()]:
        assert box and min(box["width"], box["height"]) >= 44
    assert widths(phone) == (390, 390)


def test_the_threshold_lies_where_its_histogram_says(phone: Page) -> None:
    visit(phone, "/model?threshold=0.8")
    slider = phone.get_by_role("slider", name="Threshold")
    line_of_histogram = phone.get_by_text("Threshold 0.80", exact=True).locator("..")
    thumb, line = slider.bounding_box(), line_of_histogram.bounding_box()
    assert thumb and line
    assert thumb["x"] + thumb["width"] / 2 == pytest.approx(line["x"] + line["width"] / 2, abs=2)
