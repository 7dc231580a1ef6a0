"""Data: the ledger adds up."""

from playwright.sync_api import Page, expect

from tests.e2e.figures import count, day, percent
from tests.e2e.reading import kpi, table_rows, visit
from tests.e2e.server import Server


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-"))


def test_lines_in_less_what_was_left_out_are_the_lines_kept(page: Page, server: Server) -> None:
    visit(page, "/data")
    run = server.get("/api/runs/current")
    ledger = page.locator("section").filter(has=page.get_by_role("heading", level=2, name="kept"))
    names = ledger.locator("dt").all_inner_texts()
    figures = [number(text) for text in ledger.locator("dl > div > dd:last-child").all_inner_texts()]
    shown = dict(zip(names, figures, strict=True))
    assert shown.pop("Lines in") == run["lines_in"]
    kept = shown.pop("Lines kept")
    assert {name.lower(): -lines for name, lines in shown.items()} == {
        reason.lower(): lines for reason, lines in run["ledger"].items() if lines > 0
    }
    assert run["lines_in"] + sum(shown.values()) == kept == run["lines_kept"]
    expect(ledger.get_by_role("heading")).to_contain_text(percent(run["lines_kept"] / run["lines_in"]))


def test_the_ledgers_table_holds_the_same_lines(page: Page, server: Server) -> None:
    run = server.get("/api/runs/current")
    visit(page, "/data?table=ledger")
    rows = table_rows(page.get_by_role("table", name="Lines in, left out and kept"))
    assert number(rows[0][1]) == run["lines_in"]
    assert sum(number(row[1]) for row in rows[:-1]) == number(rows[-1][1]) == run["lines_kept"]


def test_the_run_and_its_files_are_named(page: Page, server: Server) -> None:
    run = server.get("/api/runs/current")
    visit(page, "/data")
    expect(kpi(page, "Orders").first).to_have_text(count(run["orders"]))
    expect(kpi(page, "Customers").first).to_have_text(count(run["customers"]))
    expect(page.get_by_role("heading", name=f"Run {run['run_id']} covers orders up to")).to_contain_text(
        day(run["data_to"])
    )
    files = table_rows(page.get_by_role("table", name="Loaded files"))
    assert [row[:3] for row in files] == [
        [load["source"], count(load["lines_in"]), count(load["lines_kept"])] for load in run["loads"]
    ]


def test_the_page_begins_with_what_the_shop_stands_on(page: Page, server: Server) -> None:
    visit(page, "/data")
    tops = [
        box["y"]
        for part in (kpi(page, "Lines kept").first, page.get_by_role("heading", level=2).first)
        if (box := part.bounding_box())
    ]
    expect(page.get_by_role("heading", level=2).first).to_contain_text("kept")
    assert tops == sorted(tops)
    assert tops[-1] < 300
    page.get_by_role("button", name="Add order lines").press("Enter")
    expect(page).to_have_url(f"{server.url}/data?import=new")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Choose a file")).to_be_focused()
