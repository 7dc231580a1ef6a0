"""Customer (`CustomerDetails`): orders, forecast and reasons of one customer."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.faults import Faults
from tests.e2e.figures import chance, count, day, exact_money, money, percent
from tests.e2e.reading import kpi, table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def profile(server: Server) -> Any:
    """A customer with several orders and a forecast of the middle."""
    listed = server.get("/api/customers/rfm", sort="-monetary", min_frequency=4, max_frequency=10, limit=1)
    return server.get(f"/api/customers/{listed['items'][0]['customer_id']}/details")


def address_of(profile: Any) -> str:
    return f"/customers/{profile['customer_id']}"


def test_the_figures_are_the_apis(page: Page, profile: Any) -> None:
    visit(page, address_of(profile))
    rfm = profile["rfm"]
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {profile['customer_id']}")
    expect(kpi(page, "Spend, net of returns").first).to_have_text(money(rfm["monetary"]))
    expect(kpi(page, "Orders").first).to_have_text(count(rfm["frequency"]))
    expect(kpi(page, "Last order").first).to_contain_text(count(rfm["recency"]))
    expect(kpi(page, "Last order").nth(1)).to_contain_text(day(rfm["last_order_at"]))
    expect(page.get_by_role("link", name=rfm["segment"])).to_have_attribute(
        "href", f"/customers?segment={segment(rfm)}"
    )


def segment(rfm: Any) -> str:
    return str(rfm["segment"]).replace(" ", "%20")


def test_the_probability_and_its_reasons_are_told(page: Page, profile: Any) -> None:
    visit(page, address_of(profile))
    prediction = profile["prediction"]
    if prediction["purchase_probability"] is None:
        expect(page.get_by_role("heading", name="No forecast in this run")).to_be_visible()
        return
    probability = chance(prediction["purchase_probability"]) + "%"
    expect(kpi(page, f"Buys in the next {prediction['horizon_days']} days").first).to_have_text(probability)
    expect(page.get_by_role("heading", name=f"{probability} likely to buy within")).to_be_visible()
    assert prediction["reasons"]
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_text(prediction["reasons"])


def test_the_segment_of_each_month_end_is_shown_and_in_a_table(page: Page, profile: Any) -> None:
    visit(page, address_of(profile))
    segments = profile["segments"]
    shown = page.locator("section").filter(has=page.get_by_role("button", name="More of the figure segments"))
    changes = [
        each["segment"]
        for before, each in zip([None, *segments], segments, strict=False)
        if before is None or before["segment"] != each["segment"]
    ]
    expect(shown.locator("dt")).to_have_text(changes)
    expect(shown.get_by_role("heading")).to_contain_text(profile["rfm"]["segment"])
    shown.get_by_role("button", name="Table").click()
    table = page.get_by_role("table", name="Segment at each month end")
    assert table_rows(table) == [[last_day(each["as_of"]), each["segment"]] for each in reversed(segments)]


def last_day(as_of: str) -> str:
    return day((datetime.fromisoformat(as_of) - timedelta(days=1)).isoformat())


def test_all_orders_are_listed_newest_first(page: Page, profile: Any) -> None:
    visit(page, address_of(profile))
    orders = profile["orders"]
    if len(orders) > 10:
        page.get_by_role("button", name=f"Show all {count(len(orders))}").click()
    table = page.get_by_role("table", name="Orders and returns")
    expect(table.get_by_role("rowheader")).to_have_count(len(orders))
    assert [[row[0].removesuffix("return"), *row[1:]] for row in table_rows(table)] == [
        [order["invoice_no"], day(order["ordered_at"]), count(order["pieces"]), exact_money(order["net"])]
        for order in orders
    ]


def test_an_invoice_opens_its_lines_and_the_address_keeps_it_open(page: Page, profile: Any) -> None:
    order = next(order for order in profile["orders"][:10] if order["is_order"])
    visit(page, address_of(profile))
    page.get_by_role("button", name=order["invoice_no"]).click()
    lines = page.get_by_role("table", name=f"Lines of invoice {order['invoice_no']}")
    expect(lines).to_be_visible()
    wanted = [
        [count(line["quantity"]), exact_money(line["unit_price"]), exact_money(line["amount"])]
        for line in order["lines"]
    ]
    assert [row[1:] for row in table_rows(lines)] == wanted
    page.reload()
    expect(lines).to_be_visible()


def test_the_timeline_has_a_table_of_the_days_with_an_order(page: Page, profile: Any) -> None:
    visit(page, f"{address_of(profile)}?table=timeline")
    days = {order["ordered_at"][:10] for order in profile["orders"] if order["is_order"]}
    shown = table_rows(page.get_by_role("table", name="Days with an order"))
    assert [row[0] for row in shown] == [day(date) for date in sorted(days, reverse=True)]


def test_a_customer_is_reached_from_the_list_and_back_by_the_breadcrumb(page: Page, profile: Any) -> None:
    visit(page, f"/customers?q={profile['customer_id']}")
    page.get_by_role("link", name=profile["customer_id"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {profile['customer_id']}")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Customers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")


def test_an_unknown_id_says_so_and_offers_ways_on(page: Page, faults: Faults) -> None:
    faults.provoke("/api/customers/129999/details")
    visit(page, "/customers/129999")
    expect(page.get_by_role("heading", level=1)).to_have_text("No customer has the id 129999")
    expect(page.get_by_role("main").get_by_role("link", name="All customers")).to_be_visible()
    page.get_by_role("link", name="Ids that begin with 129").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")
    expect(page.get_by_role("searchbox", name="Search by customer id or country")).to_have_value("129")


def test_what_to_offer_next_is_the_apis_and_leads_to_the_product(page: Page, server: Server, profile: Any) -> None:
    offers = server.get(f"/api/customers/{profile['customer_id']}/next-products")["items"]
    assert offers, "the customer's last orders leave nothing to offer"
    visit(page, address_of(profile))
    table = page.get_by_role("table", name="What to offer next")
    assert [row[2] for row in table_rows(table)] == [percent(offer["confidence"]) for offer in offers]
    table.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(rf"product={offers[0]['stock_code']}"))
    expect(page.get_by_role("figure", name="Revenue of the product by month")).to_be_visible()
