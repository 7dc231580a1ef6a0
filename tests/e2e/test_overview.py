"""Overview (`Dashboard`): its figures are the API's."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.figures import compact_money, count, day, decimal, money, month_year
from tests.e2e.reading import customer_ids, kpi, settle, table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def overview(server: Server) -> Any:
    return server.get("/api/overview")


def full_months(overview: Any) -> list[Any]:
    return [month for month in overview["months"] if not month["partial"]]


def coverage(month: Any) -> str:
    return f"{month['days_with_data']} {'day' if month['days_with_data'] == 1 else 'days'}"


def test_the_key_figures_are_the_apis(page: Page, overview: Any) -> None:
    visit(page, "/")
    expect(kpi(page, "Customers").first).to_have_text(count(overview["customers"]))
    expect(kpi(page, "Repeat rate").first).to_have_text(decimal(overview["repeat_rate"] * 100, 1) + "%")
    expect(kpi(page, "Repeat rate").nth(1)).to_have_text(f"{count(overview['repeat_customers'])} bought again")
    expect(kpi(page, "Revenue at risk").first).to_have_text(compact_money(overview["at_risk"]["monetary"]))
    expect(kpi(page, "Revenue at risk").nth(1)).to_contain_text(f"{count(overview['at_risk']['customers'])} customer")
    if overview["expected_buyers"] is not None:
        expected = kpi(page, f"Expected, next {overview['horizon_days']} days").first
        expect(expected).to_have_text(count(overview["expected_buyers"]) + "buyers")


def test_revenue_and_orders_are_those_of_the_last_full_month(page: Page, overview: Any) -> None:
    visit(page, "/")
    last = full_months(overview)[-1]
    figures = page.locator("dl > div")
    revenue = figures.filter(has_text="Revenue, ")
    expect(revenue.locator("dd > p").first).to_have_text(compact_money(last["revenue"]))
    orders = figures.filter(has_text="Orders, ")
    expect(orders.locator("dd > p").first).to_have_text(count(last["orders"]))


def test_each_month_has_its_bar_and_only_partial_ones_are_hatched(page: Page, overview: Any) -> None:
    visit(page, "/")
    chart = page.get_by_role("figure", name="Revenue by month")
    expect(chart.locator(".recharts-bar-rectangle path")).to_have_count(len(overview["months"]))
    partial = [month for month in overview["months"] if month["partial"]]
    expect(chart.locator("path[fill='url(#revenue-partial)']")).to_have_count(len(partial))
    for month in partial:
        expect(chart.locator("text").filter(has_text=compact_money(month["revenue"]))).to_contain_text(coverage(month))


def test_the_table_of_months_holds_what_the_chart_shows(page: Page, overview: Any) -> None:
    visit(page, "/?table=revenue")
    table = page.get_by_role("table", name="Revenue and orders by month")
    expect(table).to_be_visible()
    assert table_rows(table) == [
        [
            month_year(month["month"]),
            count(month["days_with_data"]),
            money(month["revenue"]),
            count(month["orders"]),
            count(month["customers"]),
            count(month["new_customers"]),
        ]
        for month in overview["months"]
    ]


def test_a_cell_of_the_grid_leads_to_exactly_its_customers(page: Page, overview: Any) -> None:
    visit(page, "/")
    cell = max(overview["grid"], key=lambda each: each["customers"])
    grid = page.get_by_role("table", name="Customers and revenue by recency")
    row = grid.get_by_role("row").filter(has=page.get_by_role("rowheader", name=f"R{cell['r']}"))
    link = row.get_by_role("cell").nth(cell["fm"] - 1).get_by_role("link")
    expect(link).to_contain_text(count(cell["customers"]))
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    expect(page.get_by_role("heading", level=2)).to_contain_text(f"{count(cell['customers'])} customer")


def test_a_customer_is_found_by_id_from_the_overview(page: Page, server: Server) -> None:
    wanted = server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
    visit(page, "/")
    page.get_by_role("searchbox", name="Find a customer").fill(wanted)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    settle(page)
    assert customer_ids(page, 1) == [wanted]


def test_the_page_says_up_to_which_day_it_goes(page: Page, overview: Any) -> None:
    visit(page, "/")
    expect(page.get_by_role("main").get_by_text("As of ")).to_have_text(f"As of {day(overview['data_to'])}")


def test_who_fell_since_the_last_month_is_told_and_listed(page: Page, server: Server) -> None:
    movement = server.get("/api/segments/movement")
    order = [segment["segment"] for segment in server.get("/api/customers/segments")["items"]]
    fell = [
        flow
        for flow in movement["items"]
        if flow["from_segment"]
        and flow["to_segment"]
        and order.index(flow["to_segment"]) > order.index(flow["from_segment"])
    ]
    fell.sort(key=lambda flow: -flow["monetary_after"])
    visit(page, "/")
    table = page.get_by_role("table", name="Who fell to a less engaged segment")
    assert table_rows(table) == [
        [flow["from_segment"], flow["to_segment"], count(flow["customers"]), money(flow["monetary_after"])]
        for flow in fell[:3]
    ]
    worst = fell[0]
    expect(page.get_by_role("heading", name="Since ")).to_contain_text(
        f"{count(worst['customers'])} {worst['from_segment']} became {worst['to_segment']}"
    )
    table.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Segments")
    movers = server.get(
        "/api/segments/movers", from_segment=worst["from_segment"], to_segment=worst["to_segment"], limit=20
    )
    rows = table_rows(page.get_by_role("table", name="Customers who moved"))
    assert [row[0] for row in rows] == [mover["customer_id"] for mover in movers["items"]]
