"""A shop with LOCALE=de-DE: its figures, amounts and dates are German, its words English."""

import calendar
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.figures import (
    compact_money,
    count,
    decimal,
    exact_money,
    german_day,
    in_german,
    money,
    percent,
)
from tests.e2e.reading import customer_rows, kpi, settle, visit
from tests.e2e.server import Server, serving


@pytest.fixture(scope="module")
def german_shop(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("german")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder), LOCALE="de-DE") as server:
        yield server


@pytest.fixture
def german(german_shop: Server, open_context: OpenContext) -> Page:
    """A page of the shop, in a British browser."""
    return open_context(base_url=german_shop.url).new_page()


def test_the_overview(german: Page, german_shop: Server) -> None:
    overview: Any = german_shop.get("/api/overview")
    visit(german, "/")
    expect(german.locator("html")).to_have_attribute("lang", "en")
    expect(kpi(german, "Customers").first).to_have_text(in_german(count(overview["customers"])))
    expect(kpi(german, "Repeat rate").first).to_have_text(in_german(decimal(overview["repeat_rate"] * 100, 1)) + "%")
    at_risk = in_german(compact_money(overview["at_risk"]["monetary"]))
    expect(kpi(german, "Revenue at risk").first).to_have_text(at_risk)
    expect(kpi(german, "Revenue at risk").nth(1)).to_contain_text(in_german(percent(overview["at_risk"]["share"])))
    period = f"Order lines {german_day(overview['data_from'])} to {german_day(overview['data_to'])}"
    expect(german.get_by_text(period)).to_be_visible()
    chart = german.get_by_role("figure", name="Revenue by month")
    expect(chart.locator("text").filter(has_text=re.compile(r"^[\d,]+[kM]\s£$")).first).to_be_visible()
    year, month, _ = overview["data_from"].split("-", 2)
    first = re.compile(rf"^{calendar.month_abbr[int(month)]}\s*{year}$")  # an English word
    expect(chart.locator("text").filter(has_text=first).first).to_be_visible()


def test_the_list_and_what_is_typed_there(german: Page, german_shop: Server) -> None:
    visit(german, "/customers?sort=-monetary")
    first: Any = german_shop.get("/api/customers/rfm", sort="-monetary", limit=1)["items"][0]
    row = customer_rows(german).first
    expect(row.get_by_text(in_german(money(first["monetary"])), exact=True)).to_be_visible()
    expect(row.get_by_text(german_day(first["last_order_at"]), exact=True)).to_be_visible()
    least = german.get_by_label("Spend, at least")
    least.fill("1.500")
    least.press("Enter")
    expect(german).to_have_url(re.compile("min_monetary=1500(&|$)"))
    expect(german.get_by_text(re.compile(r"^≥ 1(\.500|,50k)\s£$"))).to_be_visible()
    settle(german)


def test_a_customer(german: Page, german_shop: Server) -> None:
    listed: Any = german_shop.get("/api/customers/rfm", sort="-monetary", limit=1)["items"][0]
    visit(german, f"/customers/{listed['customer_id']}")
    profile: Any = german_shop.get(f"/api/customers/{listed['customer_id']}/details")
    expect(kpi(german, "Spend, net of returns").first).to_have_text(in_german(money(profile["rfm"]["monetary"])))
    expect(kpi(german, "Last order").nth(1)).to_contain_text(german_day(profile["rfm"]["last_order_at"]))
    newest = profile["orders"][0]
    row = german.get_by_role("table", name="Orders and returns").locator("tbody tr").first
    expect(row).to_contain_text(german_day(newest["ordered_at"]))
    expect(row).to_contain_text(in_german(exact_money(newest["net"])))


def test_a_campaign_and_its_terms(german: Page, german_shop: Server) -> None:
    visit(german, "/campaign?cost=2")
    plan: Any = german_shop.get("/api/campaigns/plan", cost=2)
    expect(german.get_by_role("heading", level=1)).to_be_visible()
    table = german.get_by_role("table", name="The best plan on other terms")
    for change in plan["changes"][:2]:
        expect(table).to_contain_text(in_german(money(change["profit"])))
    cost = german.get_by_role("textbox", name="Cost per letter")
    expect(cost).to_have_value(re.compile(r"^2,00\s£$"))
    cost.fill("1,5")
    cost.press("Enter")
    expect(german).to_have_url(re.compile(r"cost=1\.5(&|$)"))
    expect(cost).to_have_value(re.compile(r"^1,50\s£$"))
    margin = german.get_by_role("textbox", name="Margin on an order, in percent")
    expect(margin).to_have_value(re.compile(r"^30\s%$"))
    margin.focus()
    expect(margin).to_have_value("30")
    settle(german)
