"""Campaign: the plan in a sentence, the sliders that move it, the exported list and its result."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import execute
from tests.e2e.figures import count, money
from tests.e2e.reading import settle, visit
from tests.e2e.server import Server

HORIZON = timedelta(days=30)


@pytest.fixture
def plan(server: Server) -> Any:
    plan = server.get("/api/campaigns/plan")
    if plan["note"]:
        pytest.skip(f"The data is too little for a plan: {plan['note']}")
    return plan


def sentence(point: dict[str, Any], cost: float) -> str:
    held = point["customers"] - point["letters"]
    which = f"Of the best {count(point['customers'])} customers, write to {count(point['letters'])}"
    ends = f"{money(point['profit_low'])} to {money(point['profit_high'])}"
    return (
        f"{which} and hold out {count(held)}: it costs {money(cost * point['letters'])} and should bring about "
        f"{money(point['profit'])} profit, 80% interval {ends}."
    )


def expect_sentence(page: Page, point: dict[str, Any], cost: float) -> None:
    expect(page.get_by_role("main")).to_contain_text(sentence(point, cost))


def test_the_sentence_and_the_tables_say_what_the_api_says(page: Page, plan: Any) -> None:
    visit(page, "/campaign")
    expect_sentence(page, plan["best"], 1)
    changes = page.get_by_role("table", name="The best plan on other terms")
    others = [row for row in plan["changes"] if not row["change"].startswith("no limit")]  # as there is no limit
    expect(changes.locator("tbody td:nth-child(2)")).to_have_text([count(row["letters"]) for row in others])
    expect(changes.locator("tbody td:nth-child(3)")).to_have_text([money(row["profit"]) for row in others])
    if plan["past"]:
        came = page.get_by_role("table", name="What the plan promised and what came").locator("tbody td:last-child")
        past = plan["past"]
        expect(came).to_have_text([money(past["profit"]), money(past["spend"]), count(past["buyers"])])


def test_the_list_begins_with_whom_the_plan_chooses_first(page: Page, server: Server, plan: Any) -> None:
    visit(page, "/campaign")
    shown = page.get_by_role("table", name="First customers of the list").locator("tbody tr")
    first = server.get("/api/campaigns/plan/customers", limit=8)["items"]
    expect(shown).to_have_count(8)
    for row, customer in zip(shown.all(), first, strict=True):
        expect(row.get_by_role("link")).to_have_text(customer["customer_id"])
        expect(row.locator("td").last).to_have_text(money(customer["monetary"]))


@pytest.mark.parametrize(
    ("name", "key", "term"), [("Margin on an order", "PageUp", "margin"), ("Held out", "ArrowRight", "hold_out")]
)
def test_a_slider_moves_the_plan_and_the_address(
    page: Page, server: Server, plan: Any, name: str, key: str, term: str
) -> None:
    visit(page, "/campaign?cost=2")
    page.get_by_role("slider", name=name).press(key)
    expect(page).to_have_url(re.compile(f"{term}="))
    asked = {"cost": 2, term: re.search(rf"{term}=([\d.]+)", page.url)[1]}  # type: ignore[index]
    expect_sentence(page, server.get("/api/campaigns/plan", **asked)["best"], 2)
    page.reload()
    expect_sentence(page, server.get("/api/campaigns/plan", **asked)["best"], 2)


def test_the_curve_moves_while_the_slider_is_held(page: Page, plan: Any) -> None:
    visit(page, "/campaign?cost=2&margin=0.2")
    line, interval = page.locator(".recharts-line-curve"), page.locator(".recharts-area-area")
    thumb = page.get_by_role("slider", name="Margin on an order")
    box = thumb.bounding_box()
    assert box
    before, interval_before = line.get_attribute("d"), interval.get_attribute("d")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
    expect(line).not_to_have_attribute("d", before or "")
    assert interval_before
    expect(interval).not_to_have_attribute("d", interval_before)
    assert "margin=0.2" in page.url, "the address follows only when the slider is let go"
    page.mouse.up()
    expect(page).not_to_have_url(re.compile(r"margin=0\.2(&|$)"))


@pytest.mark.parametrize("width", [1200, 1440])
def test_the_curve_is_as_tall_as_the_terms_beside_it(page: Page, plan: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, "/campaign?cost=2")
    ends = [
        page.get_by_role("button", name="Back to the usual terms"),
        page.get_by_text("Customers chosen, best first"),
    ]
    boxes = [end.bounding_box() for end in ends]
    bottoms = [box["y"] + box["height"] for box in boxes if box]
    assert bottoms == [pytest.approx(bottoms[0], abs=8)] * 2


@pytest.mark.parametrize("name", ["Margin on an order", "Held out"])
def test_on_a_phone_what_the_plan_brings_is_seen_beside_the_slider_that_changes_it(
    page: Page, server: Server, plan: Any, name: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, "/campaign?cost=2")
    slider = page.get_by_role("slider", name=name)
    slider.press("PageUp")
    slider.evaluate("slider => slider.scrollIntoView({ block: 'end' })")
    margin = re.search(r"[?&](margin|hold_out)=([\d.]+)", page.url)
    assert margin, page.url
    best = server.get("/api/campaigns/plan", cost=2, **{margin[1]: margin[2]})["best"]
    short = page.get_by_text(f"{count(best['letters'])} letters", exact=True).locator("..")
    expect(short).to_contain_text(f"{money(best['profit'])} profit")
    expect(short).to_be_in_viewport(ratio=1)
    expect(slider).to_be_in_viewport(ratio=1)


def test_choosing_fewer_asks_for_no_curve_and_leads_back_to_the_best(page: Page, plan: Any) -> None:
    visit(page, "/campaign")
    page.get_by_role("slider", name="Customers chosen").press("Home")
    expect(page.get_by_role("main")).to_contain_text("write to nobody")
    page.get_by_role("slider", name="Customers chosen").press("PageUp")
    expect_sentence(page, plan["curve"][10], 1)
    page.get_by_role("button", name="Back to the best").click()
    expect_sentence(page, plan["best"], 1)


@pytest.mark.parametrize("letters", [1, 3])
def test_a_budget_of_few_letters_is_used_up(page: Page, server: Server, plan: Any, letters: int) -> None:
    if plan["curve"][1]["profit"] <= 0:
        pytest.skip("On the usual terms no letter pays.")
    visit(page, f"/campaign?cost=0.01&hold_out=0.2&budget={letters / 100}")
    best = server.get("/api/campaigns/plan", cost=0.01, hold_out=0.2, budget=letters / 100)["best"]
    assert best["letters"] == letters
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"The budget ends at {count(best['customers'])} customer")
    expect(main).to_contain_text(f"{money(best['profit'])} profit")


def test_a_number_past_the_budget_is_told_and_not_exported(page: Page, plan: Any) -> None:
    visit(page, "/campaign?cost=1&budget=10")
    page.get_by_role("slider", name="Customers chosen").press("End")
    letters = plan["curve"][-1]["letters"]
    over = f"{money(letters - 10)} over the budget"
    expect(page.get_by_role("main")).to_contain_text(f"it costs {money(letters)}, {over}.")
    expect(page.get_by_role("button", name=f"Export {count(letters)} to write")).to_be_disabled()
    page.get_by_role("button", name="Back to the best").click()
    expect(page.get_by_role("main")).not_to_contain_text("over the budget")


def test_a_campaign_is_exported_with_its_hold_out_judged_and_forgotten(
    page: Page, server: Server, plan: Any, published_url: str, tmp_path: Path
) -> None:
    newest = date.fromisoformat(server.get("/api/overview")["data_to"][:10])
    visit(page, "/campaign?hold_out=0.5")
    page.get_by_role("button", name="Export").click()
    form = page.get_by_role("dialog", name="Begin a campaign")
    form.get_by_label("Name of the campaign").fill("As seen in the browser")
    form.get_by_label("First of its 30 days").fill((newest + timedelta(days=8)).isoformat())
    with page.expect_download() as download:
        form.get_by_role("button", name="Begin, and save the list").click()
    file = tmp_path / "list.csv"
    download.value.save_as(file)
    with file.open(newline="") as lines:
        groups = [row["campaign_group"] for row in csv.DictReader(lines)]
    # As if the 30 days had gone by: a window that the data cover.
    execute(published_url, f"update campaigns set starts_on = '{newest - HORIZON}' where starts_on > '{newest}'")
    page.reload()
    campaign = server.get("/api/campaigns")["items"][0]
    assert (groups.count("write"), groups.count("held out")) == (campaign["letters"], campaign["held_out"])
    assert campaign["held_out"] > 0
    mine = page.locator("article").filter(has_text="As seen in the browser")
    expect(mine).to_contain_text(campaign["result"]["verdict"])
    expect(mine).to_contain_text(money(campaign["result"]["profit"]))
    forget = mine.get_by_role("button", name="Forget")
    forget.click()
    expect(forget).to_contain_text("for good")
    forget.click()
    expect(mine).to_have_count(0)
    assert campaign["campaign_id"] not in [each["campaign_id"] for each in server.get("/api/campaigns")["items"]]
    settle(page)
