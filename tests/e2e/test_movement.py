"""Movement between segments and their history, on the page Segments."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.figures import count, day, money
from tests.e2e.reading import table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def movement(server: Server) -> Any:
    return server.get("/api/segments/movement")


def moved(movement: Any) -> list[Any]:
    return [flow for flow in movement["items"] if flow["from_segment"] not in (None, flow["to_segment"])]


def movers(page: Page) -> Locator:
    return page.get_by_role("table", name="Customers who moved")


def test_the_sankey_shows_both_sides_and_its_table_every_flow(page: Page, server: Server, movement: Any) -> None:
    visit(page, "/segments")
    figure = page.get_by_role("figure", name="Movement between segments")
    for side in ("from_segment", "to_segment"):
        for segment in {flow[side] for flow in movement["items"]} - {None}:
            customers = sum(flow["customers"] for flow in movement["items"] if flow[side] == segment)
            expect(figure.get_by_text(count(customers), exact=True).first).to_be_visible()
    visit(page, "/segments?table=movement")
    rows = table_rows(page.get_by_role("table", name="Customers by segment before and after"))
    assert [[row[0], row[1], row[2], row[4]] for row in rows] == [
        [
            flow["from_segment"] or "First order",
            flow["to_segment"],
            count(flow["customers"]),
            money(flow["monetary_after"]),
        ]
        for flow in movement["items"]
    ]


def test_a_band_opens_the_list_of_its_customers(page: Page, server: Server, movement: Any) -> None:
    visit(page, "/segments")
    flow = moved(movement)[0]
    bands = page.get_by_role("figure", name="Movement between segments").locator("path.cursor-pointer")
    expect(bands).not_to_have_count(0)
    # The widest band of those half as dark as a stay is the largest move.
    widths = bands.evaluate_all(
        "paths => paths.map(path => [Number(path.getAttribute('stroke-opacity')),"
        " Number(path.getAttribute('stroke-width'))])"
    )
    largest = max(
        (place for place, (opacity, _) in enumerate(widths) if opacity == 0.5), key=lambda place: widths[place][1]
    )
    bands.nth(largest).dispatch_event("click")
    expect(movers(page)).to_be_visible()
    expect(page).to_have_url(
        f"{server.url}/segments?from={flow['from_segment']}&to={flow['to_segment']}".replace(" ", "+")
    )
    heading = f"{count(flow['customers'])} {flow['from_segment']} became {flow['to_segment']}"
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    asked = {"from_segment": flow["from_segment"], "to_segment": flow["to_segment"], "limit": 20}
    listed = server.get("/api/segments/movers", **asked)["items"]
    assert [[row[0], row[3], row[4]] for row in table_rows(movers(page))] == [
        [row["customer_id"], money(row["monetary_before"]), money(row["monetary_after"])] for row in listed
    ]
    page.go_back()
    expect(movers(page)).to_have_count(0)


def test_two_month_ends_are_compared_and_kept_in_the_address(page: Page, server: Server, movement: Any) -> None:
    later, earlier = (movement["month_ends"][place]["as_of"] for place in (1, 3))
    visit(page, f"/segments?later={later}")
    page.get_by_role("combobox", name="From").select_option(earlier)
    expect(page).to_have_url(f"{server.url}/segments?later={later}&earlier={earlier}")
    movement_section = page.locator("section").filter(has=page.get_by_role("combobox", name="From"))
    movement_section.last.get_by_role("button", name="Table").click()
    flows = server.get("/api/segments/movement", earlier=earlier, later=later)["items"]
    table = page.get_by_role("table", name="Customers by segment before and after")
    expect(table.locator("tbody tr")).to_have_count(len(flows))
    assert [row[2] for row in table_rows(table)] == [count(flow["customers"]) for flow in flows]


def test_the_list_goes_on(page: Page, server: Server, movement: Any) -> None:
    flow = max(movement["items"], key=lambda each: each["customers"])
    visit(page, f"/segments?from={flow['from_segment']}&to={flow['to_segment']}")
    expect(movers(page).locator("tbody tr")).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(movers(page).locator("tbody tr")).to_have_count(40)


def test_the_history_is_the_apis(page: Page, server: Server) -> None:
    items = server.get("/api/segments/history")["items"]
    visit(page, "/segments?table=history")
    rows = table_rows(page.get_by_role("table", name="Segments at each month end"))
    assert [[row[1], row[2], row[4]] for row in rows] == [
        [row["segment"], count(row["customers"]), money(row["monetary"])] for row in items if row["customers"]
    ]
    assert rows[-1][0] == day(server.get("/api/runs/current")["data_to"])
    visit(page, "/segments?history=share")
    figure = page.get_by_role("figure", name="Segments at each month end")
    expect(figure.locator("path.recharts-area-area")).to_have_count(11)
    expect(figure.get_by_text("100%", exact=True)).to_be_visible()
