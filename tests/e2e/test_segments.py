"""`SegmentationChart` in its three views, and the page Segments."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.figures import compact_money, count, money, percent
from tests.e2e.reading import table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def segments(server: Server) -> list[Any]:
    items: list[Any] = server.get("/api/customers/segments")["items"]
    assert len(items) == 11
    return items


def chart(page: Page) -> Locator:
    """The section with the switch between the views."""
    return page.locator("section").filter(has=page.get_by_role("group", name="Chart"))


def paying(segments: list[Any]) -> list[Any]:
    return [row for row in segments if row["monetary"] > 0]


@pytest.mark.parametrize("address", ["/", "/segments"])
def test_the_bars_count_the_customers_of_all_segments(page: Page, segments: list[Any], address: str) -> None:
    visit(page, address)
    rows = table_rows(chart(page).get_by_role("table", name="Share of revenue and of customers by segment"))
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (row["segment"], count(row["customers"]), compact_money(row["monetary"])) for row in segments
    ]
    assert all(percent(row["monetary_share"]) in text[1] for row, text in zip(segments, rows, strict=True))


def test_the_table_of_segments_is_the_apis(page: Page, segments: list[Any]) -> None:
    visit(page, "/segments")
    rows = table_rows(page.get_by_role("table", name="Segments in order of engagement"))
    assert [row[:3] for row in rows] == [
        [row["segment"], count(row["customers"]), compact_money(row["monetary"])] for row in segments
    ]


def test_the_treemap_has_a_tile_for_each_segment_with_revenue(page: Page, segments: list[Any]) -> None:
    visit(page, "/segments")
    chart(page).get_by_role("button", name="Treemap").click()
    figure = page.get_by_role("figure", name="Revenue by segment as a treemap")
    expect(figure.locator("rect[fill-opacity]")).to_have_count(len(paying(segments)))
    largest = max(segments, key=lambda row: row["monetary"])
    expect(figure).to_contain_text(largest["segment"])
    expect(figure).to_contain_text(compact_money(largest["monetary"]))
    expect(page).to_have_url(f"{page.url.split('?')[0]}?view=treemap")


def test_the_pie_has_a_slice_for_each_segment_and_names_its_share(page: Page, segments: list[Any]) -> None:
    visit(page, "/segments")
    chart(page).get_by_role("button", name="Pie").click()
    figure = page.get_by_role("figure", name="Share of revenue by segment")
    expect(figure.locator("path.recharts-sector")).to_have_count(len(paying(segments)))
    legend = chart(page).get_by_role("listitem")
    expect(legend).to_have_text([row["segment"] + percent(row["monetary_share"]) for row in segments])


@pytest.mark.parametrize("view", ["bars", "treemap"])
def test_the_table_beside_each_view_holds_the_same_figures(page: Page, segments: list[Any], view: str) -> None:
    visit(page, f"/segments?view={view}")
    chart(page).get_by_role("button", name="Table").click()
    rows = table_rows(chart(page).get_by_role("table", name="Customers and revenue by segment"))
    assert rows == [
        [
            row["segment"],
            count(row["customers"]),
            percent(row["share"]),
            money(row["monetary"]),
            percent(row["monetary_share"]),
        ]
        for row in segments
    ]


def test_back_leads_to_the_view_before(page: Page) -> None:
    visit(page, "/segments")
    chart(page).get_by_role("button", name="Pie").click()
    expect(page.get_by_role("figure", name="Share of revenue by segment")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("table", name="Share of revenue and of customers by segment")).to_be_visible()


def test_a_segment_in_the_bars_leads_to_its_customers(page: Page, segments: list[Any]) -> None:
    visit(page, "/")
    row = max(segments, key=lambda each: each["customers"])
    chart(page).get_by_role("link", name=row["segment"], exact=True).click()
    expect(page.get_by_role("button", name=row["segment"])).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{count(row['customers'])} customers match 1 filter")


def test_the_grid_holds_all_customers_but_the_new_ones(page: Page, server: Server) -> None:
    overview = server.get("/api/overview")
    visit(page, "/segments")
    grid = page.get_by_role("table", name="Customers and revenue by recency")
    shown = [cell for row in table_rows(grid) for cell in row[1:]]
    assert len(shown) == 25
    for text, cell in zip(shown, overview["grid"], strict=True):
        assert cell["segment"] in text
        assert (count(cell["customers"]) if cell["customers"] else "–") in text
    expect(
        page.get_by_text(f"{count(overview['new_customers']['customers'])} New Customers stand outside")
    ).to_be_visible()


def chosen_cells(overview: Any, *places: tuple[int, int]) -> tuple[str, list[str]]:
    """What the page says of these cells, and their names in the address."""
    cells = [cell for cell in overview["grid"] if (cell["r"], cell["fm"]) in places and cell["customers"]]
    total = sum(cell["monetary"] for cell in overview["grid"]) + overview["new_customers"]["monetary"]
    monetary = sum(cell["monetary"] for cell in cells)
    customers = sum(cell["customers"] for cell in cells)
    text = (
        f"{len(cells)} cells: {count(customers)} customers, {compact_money(monetary)}, "
        f"{percent(monetary / total)} of revenue"
    )
    return text, [f"{cell['r']}-{cell['fm']}" for cell in cells]


def middle(page: Page, cell: str) -> tuple[float, float]:
    box = page.locator(f"[data-cell='{cell}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_cells_dragged_over_lead_to_exactly_their_customers(page: Page, server: Server) -> None:
    overview = server.get("/api/overview")
    text, names = chosen_cells(overview, (5, 4), (5, 5), (4, 4), (4, 5))
    visit(page, "/segments")
    page.locator("[data-cell='5-4']").scroll_into_view_if_needed()
    page.mouse.move(*middle(page, "5-4"))
    page.mouse.down()
    page.mouse.move(*middle(page, "4-4"), steps=3)
    page.mouse.move(*middle(page, "4-5"), steps=3)
    page.mouse.up()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page).to_have_url(f"{server.url}/segments?" + "&".join(f"cell={name}" for name in names))
    page.reload()
    page.get_by_role("link", name="List their customers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    expected = server.customers(cell=names)
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{count(len(expected))} customers match 1 filter")
    assert {f"{row['r_score']}-{-(-(row['f_score'] + row['m_score']) // 2)}" for row in expected} == set(names)
    page.get_by_role("group", name="Cells of the grid").get_by_role(
        "button", name="Recency 5, frequency and spend 5"
    ).click()
    fewer = server.get("/api/customers/rfm", cell=[name for name in names if name != "5-5"])["total"]
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{count(fewer)} customers match 1 filter")
    page.go_back()
    page.go_back()
    expect(page.get_by_text(text)).to_be_visible()


def test_cells_are_chosen_by_keyboard(page: Page, server: Server) -> None:
    overview = server.get("/api/overview")
    visit(page, "/segments")
    page.locator("[data-cell='5-5']").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text(chosen_cells(overview, (5, 4), (5, 5), (4, 4), (4, 5))[0])).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    with_one_more = chosen_cells(overview, (5, 4), (5, 5), (4, 4), (4, 5), (3, 4))[0]
    expect(page.get_by_role("status").filter(has_text=with_one_more)).to_be_visible()
    expect(page.locator("[data-cell='3-4']")).to_contain_text("chosen")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Choose a cell to list its customers")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/customers?cell=3-4")


def test_cells_are_chosen_by_touch_and_the_page_still_scrolls(
    open_context: Callable[..., BrowserContext], server: Server
) -> None:
    overview = server.get("/api/overview")
    page = open_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    visit(page, "/segments")
    page.get_by_role("button", name="Choose several").tap()
    for cell in ("5-5", "1-1"):
        page.locator(f"[data-cell='{cell}']").tap()
    expect(page.get_by_text(chosen_cells(overview, (5, 5), (1, 1))[0])).to_be_visible()
    page.get_by_role("button", name="Choose several").tap()
    page.locator("[data-cell='5-5']").tap()
    expect(page).to_have_url(f"{server.url}/customers?cell=5-5")
