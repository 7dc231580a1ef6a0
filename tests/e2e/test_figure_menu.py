"""What else can be had of a figure: its SQL, its picture, its table as a file."""

import csv
import io
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.faults import Faults
from tests.e2e.figures import count
from tests.e2e.looks import apart
from tests.e2e.reading import visit
from tests.e2e.server import Server


def choose(page: Page, figure: str, item: str) -> None:
    page.get_by_role("button", name=f"More of the figure {figure}", exact=True).click()
    page.get_by_role("dialog", name="More of this figure").get_by_role("button", name=item).click()


def test_the_sql_is_the_apis_and_opens_and_closes(page: Page, server: Server) -> None:
    visit(page, "/")
    choose(page, "revenue", "Show SQL")
    shown = page.get_by_role("region", name="SQL of overview")
    expect(shown).to_be_visible()
    assert shown.inner_text().strip() == server.get("/api/queries/overview")["sql"].strip()
    choose(page, "revenue", "Hide SQL")
    expect(shown).to_have_count(0)


def saved_csv(page: Page, figure: str, folder: Path) -> list[list[str]]:
    with page.expect_download() as saved:
        choose(page, figure, "Save CSV")
    assert saved.value.suggested_filename == f"{figure}.csv"
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


def test_a_csv_has_the_apis_plain_numbers_and_months(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, "/")
    rows = saved_csv(page, "revenue", tmp_path)
    assert rows[0] == ["Month", "Days of data", "Revenue", "Orders", "Customers", "New"]
    months = server.get("/api/overview")["months"]
    assert [row[0] for row in rows[1:]] == [month["month"][:7] for month in months]
    names = ("days_with_data", "revenue", "orders", "customers", "new_customers")
    assert [list(map(float, row[1:])) for row in rows[1:]] == [
        [pytest.approx(month[name], rel=1e-11) for name in names] for month in months
    ]
    expect(page.get_by_role("table", name="Revenue and orders by month")).to_have_count(0)


def test_a_csv_has_plain_shares(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, "/retention")
    rows = saved_csv(page, "cohorts", tmp_path)
    assert [(row[0], *map(float, row[1:])) for row in rows[1:]] == [
        (
            row["cohort"][:7],
            row["months_since"],
            row["customers"],
            row["size"],
            pytest.approx(row["share"], rel=1e-11),
            pytest.approx(row["revenue"], rel=1e-11),
        )
        for row in server.get("/api/cohorts")["items"]
    ]


@pytest.mark.parametrize("figure", ["movers", "products", "orders", "list", "profit"])
def test_a_csv_has_all_rows_of_which_the_page_shows_the_first(
    page: Page, server: Server, tmp_path: Path, figure: str
) -> None:
    address, ids = all_rows(server, figure)
    visit(page, address)
    section = page.locator(f"section:has(> div [aria-label='More of the figure {figure}'])")
    expect(section.locator("tbody tr").first).to_be_visible()
    shown = section.locator("tbody tr").count()
    assert 0 < shown < len(ids), "the shop is too small for a part"
    column = 1 if figure in ("list", "products") else 0
    assert [row[column] for row in saved_csv(page, figure, tmp_path)[1:]] == ids
    assert section.locator("tbody tr").count() == shown


def all_rows(server: Server, figure: str) -> tuple[str, list[str]]:
    """Where a figure shows a part of its rows, and what one column of all of them holds."""
    if figure == "movers":
        flows = [flow for flow in server.get("/api/segments/movement")["items"] if flow["to_segment"]]
        flow = max((flow for flow in flows if flow["from_segment"]), key=lambda each: each["customers"])
        ends = {name: flow[name] for name in ("from_segment", "to_segment")}
        ids = [row["customer_id"] for row in every_page(server, "/api/segments/movers", **ends)]
        assert len(ids) == flow["customers"]
        return f"/segments?from={flow['from_segment']}&to={flow['to_segment']}", ids
    if figure == "products":
        products = every_page(server, "/api/products")
        return "/products", [f"{row['monetary']:.12g}" for row in products]
    if figure == "orders":
        most = server.get("/api/customers/rfm", sort="-frequency", limit=1)["items"][0]["customer_id"]
        orders = server.get(f"/api/customers/{most}/details")["orders"]
        return f"/customers/{most}", [order["invoice_no"] for order in orders]
    plan = server.get("/api/campaigns/plan", cost=0.1)
    if plan["note"]:
        pytest.skip(f"The data is too little for a plan: {plan['note']}")
    if figure == "profit":
        return "/campaign?cost=0.1&table=profit", [str(point["customers"]) for point in plan["curve"]]
    most = min(plan["best"]["customers"], 500)
    listed = server.get("/api/campaigns/plan/customers", limit=most)["items"]
    return "/campaign?cost=0.1", [row["customer_id"] for row in listed]


def every_page(server: Server, path: str, **asked: Any) -> list[dict[str, Any]]:
    page = server.get(path, **asked, limit=40)
    items: list[dict[str, Any]] = page["items"]
    while page["next_cursor"]:
        page = server.get(path, **asked, limit=40, cursor=page["next_cursor"])
        items += page["items"]
    return items


def test_a_file_that_cannot_hold_all_rows_says_so(page: Page, server: Server) -> None:
    """Of the products of one customer the API gives those for the most money."""
    most = server.get("/api/customers/rfm", sort="-frequency", limit=1)["items"][0]["customer_id"]
    details = server.get(f"/api/customers/{most}/details")
    given, total = len(details["products"]), details["products_total"]
    assert given < total
    visit(page, f"/customers/{most}")
    page.get_by_role("button", name="More of the figure bought", exact=True).click()
    expect(page.get_by_role("button", name=f"Save CSV ({count(given)} of {count(total)})", exact=True)).to_be_visible()


def test_rows_that_cannot_all_be_loaded_are_not_saved_in_part(page: Page, server: Server, faults: Faults) -> None:
    faults.provoke("/api/products?")
    visit(page, "/products")
    page.route("**/api/products?*limit=500*", lambda route: route.abort())
    choose(page, "products", "Save CSV")
    expect(page.get_by_role("alert")).to_have_text("The rows could not all be loaded; no file was saved.")


NUMBER = re.compile(r"-?\d+(\.\d+)?(e-\d+)?")
AS_SHOWN = re.compile(r"[£%×−–]|\d,\d{3}\b|\d [A-Z][a-z]{2} \d{4}")  # none of it is for a program


@pytest.mark.parametrize(
    "address", ["/", "/segments", "CUSTOMER", "/campaign", "/retention", "/products", "/model", "/data"]
)
def test_every_figure_of_a_page_has_its_sql_and_a_plain_csv(
    page: Page, server: Server, tmp_path: Path, address: str
) -> None:
    if address == "CUSTOMER":
        address = f"/customers/{server.get('/api/customers/rfm', sort='-monetary', limit=1)['items'][0]['customer_id']}"
    visit(page, address)
    menus = page.get_by_role("button", name="More of the figure")
    expect(menus.first).to_be_visible()
    figures = [label.removeprefix("More of the figure ") for label in menus.evaluate_all(LABELS)]
    assert len(figures) == len(set(figures)) >= 2
    for figure in figures:
        head, *rows = saved_csv(page, figure, tmp_path)
        assert rows, figure
        for row in rows:
            assert len(row) == len(head), (figure, row)
        for column, values in zip(head, zip(*rows, strict=True), strict=True):
            numbers = [bool(NUMBER.fullmatch(value)) for value in values if value]
            assert all(numbers) or not any(numbers) or column in TEXTS, (figure, column, values)
            assert column in TEXTS or not any(AS_SHOWN.search(value) for value in values), (figure, column, values)
        page.get_by_role("button", name=f"More of the figure {figure}", exact=True).click()
        expect(page.get_by_role("button", name="Show SQL")).to_be_visible()
        page.keyboard.press("Escape")


LABELS = "buttons => buttons.map(button => button.getAttribute('aria-label'))"
# What a shop calls its products, and sentences.
TEXTS = {"Product", "Offer", "Because they have", "Who takes", "Also takes", "Invoice", "Customers with"}


MARGIN = 24  # of the picture, in the page's pixels
ALIKE = 0.015  # share of the pixels; a lost heading is more
TOOLS = "section => section.querySelectorAll('[data-tools]').forEach(tools => tools.style.opacity = 0)"


@pytest.mark.parametrize(
    ("address", "theme"),
    [("/", "light"), ("/segments", "dark"), ("/retention", "light"), ("/campaign", "dark"), ("/model", "light")],
)
def test_a_picture_shows_the_figure_as_the_page_does(
    open_context: OpenContext, tmp_path: Path, address: str, theme: Literal["light", "dark"]
) -> None:
    page = open_context(color_scheme=theme, reduced_motion="reduce", device_scale_factor=2).new_page()
    visit(page, address)
    menus = page.get_by_role("button", name="More of the figure")
    figures = [label.removeprefix("More of the figure ") for label in menus.evaluate_all(LABELS)]
    assert figures
    for figure in figures:
        with page.expect_download() as saved:
            choose(page, figure, "Save PNG")
        assert saved.value.suggested_filename == f"{figure}.png"
        file = tmp_path / saved.value.suggested_filename
        saved.value.save_as(file)
        picture = Image.open(file).convert("RGB")
        page.mouse.move(0, 0)  # no tooltip
        section = page.locator(f"section:has(> div [aria-label='More of the figure {figure}'])")
        section.evaluate(TOOLS)
        shown = Image.open(io.BytesIO(section.screenshot())).convert("RGB")
        around = 2 * MARGIN
        assert abs(picture.width - 2 * around - shown.width) <= 2, figure
        assert abs(picture.height - 2 * around - shown.height) <= 2, figure
        figure_alone = picture.crop((around, around, around + shown.width, around + shown.height))
        # Softened: half a pixel further to the right is no difference.
        softened = [each.filter(ImageFilter.GaussianBlur(12)) for each in (shown, figure_alone)]
        assert apart(*softened) < ALIKE, figure


def saved_png(page: Page, figure: str, folder: Path, rest: Locator) -> bytes:
    """Saved by keyboard while the mouse rests somewhere."""
    page.get_by_role("button", name=f"More of the figure {figure}", exact=True).focus()
    page.keyboard.press("Enter")
    save = page.get_by_role("dialog", name="More of this figure").get_by_role("button", name="Save PNG")
    save.focus()
    rest.hover(force=True)
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    return file.read_bytes()


@pytest.mark.parametrize(("address", "figure", "part"), [("/segments", "grid", "a"), ("/retention", "together", "svg")])
def test_a_picture_is_the_same_wherever_the_mouse_rests(
    page: Page, tmp_path: Path, address: str, figure: str, part: str
) -> None:
    visit(page, address)
    section = page.locator(f"section:has(> div [aria-label='More of the figure {figure}'])")
    away = saved_png(page, figure, tmp_path, page.get_by_role("heading", level=1))
    assert saved_png(page, figure, tmp_path, section.locator(part).last) == away
