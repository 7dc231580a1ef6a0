"""The story of the film: load two months, find who is leaving, plan the campaign, take the list, see the SQL."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.film.camera import Camera
from tests.e2e.reading import settle
from tests.e2e.server import Server

LOOK = 200  # milliseconds between two looks at the progress
LONG = 240_000  # milliseconds: a file of months is loaded, scored, and learned from


def tell(camera: Camera, server: Server, later: Path) -> None:
    """All scenes, on a shop that lacks the file `later` and has a worker."""
    camera.page.goto("/data")
    arrive(camera.page)
    load_two_months(camera, later)
    see_the_shop(camera)
    find_who_is_leaving(camera)
    know_one_customer(camera, server)
    plan_the_campaign(camera)
    see_how_good_it_is(camera)
    camera.say("Your own file, on your own machine: make run DATA=orders.csv")
    camera.hold(5)


def load_two_months(camera: Camera, later: Path) -> None:
    page = camera.page
    camera.say("A shop has its order lines in a file. November and December are new.")
    camera.hold(5)
    camera.click(page.get_by_role("button", name="Add order lines"))
    zone = page.locator("label").filter(has_text="drop one here")
    camera.go_to(zone)
    camera.hold(1)
    page.locator("input[type=file]").set_input_files(later)
    begin = page.get_by_role("button", name=re.compile(r"^Load [\d,]+ lines"))
    expect(begin).to_be_visible(timeout=LONG)
    camera.say("Before anything is loaded, it shows how the file is understood.")
    camera.scroll(page.get_by_role("heading", level=2, name="would add"), above=60)
    camera.hold(6)
    camera.click(begin)
    camera.say("Loaded, scored by recency, frequency and spend, and learned from: nothing is published halfway.")
    loading = page.get_by_role("progressbar", name="Progress")
    expect(loading).to_be_visible(timeout=LONG)
    done = page.get_by_role("heading", level=2, name="added", exact=False)
    shown = None
    for _ in range(2 * LONG // LOOK):
        if done.is_visible():
            break
        progress = page.evaluate("document.querySelector('[role=progressbar]')?.ariaValueNow")
        if progress not in (None, shown):
            camera.hold(0.8)
            shown = progress
        page.wait_for_timeout(LOOK)
    expect(done).to_be_visible()
    camera.scroll(done, above=60)
    camera.say("Every line is accounted for: what was left out, and why.")
    camera.hold(6)


def see_the_shop(camera: Camera) -> None:
    page = camera.page
    turn_to(camera, "Overview")
    camera.say("Monday morning: revenue, customers, and how many are likely to buy in the next 30 days.")
    camera.hold(7)
    menu = page.get_by_role("button", name="More of the figure revenue", exact=True)
    camera.say("Each figure shows the SQL behind it. It is a plain PostgreSQL database.")
    camera.click(menu)
    camera.hold(1)
    camera.click(page.get_by_role("dialog", name="More of this figure").get_by_role("button", name="Show SQL"))
    shown = page.get_by_role("region", name="SQL of overview")
    expect(shown).to_be_visible()
    camera.hold(1)
    camera.scroll(shown)
    camera.hold(5)


def find_who_is_leaving(camera: Camera) -> None:
    page = camera.page
    turn_to(camera, "Segments")
    camera.say("Who moved since last month? Each band is a group of customers.")
    figure = page.get_by_role("figure", name="Movement between segments")
    camera.scroll(figure, above=100)
    camera.hold(6)
    bands = figure.locator("path.cursor-pointer")
    widths = bands.evaluate_all(
        "paths => paths.map(path => [Number(path.getAttribute('stroke-opacity')),"
        " Number(path.getAttribute('stroke-width'))])"
    )
    moved = [place for place, (opacity, _) in enumerate(widths) if opacity == 0.5]
    band = bands.nth(max(moved, key=lambda place: widths[place][1]))
    camera.go_to(band)
    camera.hold(0.5)
    band.dispatch_event("click")
    people = page.get_by_role("table", name="Customers who moved")
    expect(people).to_be_visible()
    camera.say("A click lists them, the most valuable first.")
    camera.scroll(people, above=110)
    camera.hold(5)


def know_one_customer(camera: Camera, server: Server) -> None:
    page = camera.page
    silent = server.get("/api/customers/rfm", segment="Can't Lose Them", limit=1)["items"]
    customer = (silent or server.get("/api/customers/rfm", limit=1)["items"])[0]["customer_id"]
    camera.say("Ctrl-K finds any page or customer.")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    camera.hold(1)
    camera.type(customer)
    expect(page.get_by_role("option").first).to_have_text(re.compile(f"^{customer}"))
    camera.hold(1.5)
    camera.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Customer {customer}")
    arrive(page)
    camera.say("Was a regular, and has been silent for several times the usual gap.")
    camera.hold(6)
    camera.say("Three reasons in plain words. What moves the probability adds up to it.")
    camera.scroll(page.get_by_role("heading", level=2, name="likely to buy within"), above=60)
    camera.hold(7)


def plan_the_campaign(camera: Camera) -> None:
    page = camera.page
    turn_to(camera, "Campaign")
    camera.say("How many should I write to, and what will it bring? The curve is what past months brought.")
    camera.hold(6)
    margin = page.get_by_role("slider", name="Margin on an order")
    camera.say("Margin and cost are yours: the plan moves as you drag.")
    camera.go_to(margin)
    margin.focus()
    camera.press("ArrowLeft", times=10)
    arrive(page)
    camera.hold(5)
    came = page.get_by_role("table", name="What the plan promised and what came")
    if came.count():
        camera.say("What the same plan promised for a past month, and what that month brought.")
        camera.scroll(came, above=200)
        camera.hold(6)
    camera.say("The list leaves as CSV, with a group held out, so that next month tells whether writing paid.")
    export = page.get_by_role("button", name="Export")
    camera.click(export)
    form = page.get_by_role("dialog", name="Begin a campaign")
    expect(form).to_be_visible()
    camera.go_to(form.get_by_label("Name of the campaign"))
    form.get_by_label("Name of the campaign").fill("")
    form.get_by_label("Name of the campaign").focus()
    camera.type("January letter")
    camera.hold(1)
    with page.expect_download():
        camera.click(form.get_by_role("button", name="Begin, and save the list"))
    arrive(page)
    camera.hold(5)


def see_how_good_it_is(camera: Camera) -> None:
    page = camera.page
    turn_to(camera, "Model")
    camera.say("How good is the forecast? Tested on months it had not seen, beside what anybody could guess.")
    camera.hold(8)
    camera.say("At any threshold: whom it finds, whom it misses, and what that costs.")
    slider = page.get_by_role("slider").first
    camera.go_to(slider)
    slider.focus()
    camera.press("ArrowRight", times=20)
    camera.hold(6)


def turn_to(camera: Camera, name: str) -> None:
    camera.click(camera.page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True))
    expect(camera.page.get_by_role("heading", level=1)).to_have_text(name)
    arrive(camera.page)


def arrive(page: Page) -> None:
    """Wait until the page is whole, its charts too."""
    settle(page)
    page.wait_for_timeout(1_000)
