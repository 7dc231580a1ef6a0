"""What the measure of the first load sees and says; and how much the overview may ask of a browser."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.benchmarks import lighthouse
from tests.benchmarks.first_load import kibibytes, overview_scripts
from tests.benchmarks.page_load import Load, Mark, load_page, longest_task, median_of
from tests.benchmarks.ui import FIGURE, LIST, OURS, REVENUE, SEGMENTS, SHIPPED, Goal, goals, table
from tests.e2e.conftest import chromium_of_tests

PAGE = """<!doctype html><title>A page</title><h1>Heading</h1><div id="late"></div><p>Below</p><script>
setTimeout(() => {
  const busy = performance.now()
  while (performance.now() < busy + 120) { }
  late.innerHTML = '<div style="height:300px" class="figure">4,334 customers</div>'
  fetch('rows.json').then(() => fetch('rows.json'))
}, 400)
</script>"""
LOAD = Load({"first paint": 500, FIGURE: 1000, SEGMENTS: 1500, REVENUE: 1600}, 300, 200, 12, [], 0.001, 90, 0)
SLOWER = replace(LOAD, milliseconds={name: each * 6 for name, each in LOAD.milliseconds.items()})
PERFECT = dict.fromkeys(lighthouse.CATEGORIES, 100.0)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A page that shows its figure late, moves what is below it, and asks for the same rows twice."""

    class Quiet(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to tell."""

    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "rows.json").write_text("[]")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_load_tells_when_a_figure_came_what_moved_and_what_was_asked_twice(address: str) -> None:
    marks: dict[str, Mark] = {"heading": ("h1", None), "figure": (".figure", "4,334")}
    with chromium_of_tests() as browser:
        load = load_page(browser, address, marks, slow=False)
        task = longest_task(browser, address)
    assert load.milliseconds["heading"] < load.milliseconds["figure"]
    assert load.milliseconds["figure"] > 500
    assert load.milliseconds["first paint"] < load.milliseconds["figure"]
    assert load.longest_task >= 100
    assert 20 < task < load.longest_task + 120  # the machine may be busy with other things
    assert load.shift > 0.001
    assert load.repeated == [f"GET {address}rows.json"]
    assert load.requests >= 3
    assert load.kibibytes > len(PAGE) / 1024


def test_medians_stand_for_three_loads_and_keep_what_was_repeated_in_one() -> None:
    found = median_of([LOAD, replace(LOAD, shift=0.5, repeated=["GET /x"], redrawn=1), replace(SLOWER, kibibytes=900)])
    assert found.milliseconds[FIGURE] == 1000 and found.kibibytes == 300 and found.shift == 0.001
    assert found.repeated == ["GET /x"] and found.redrawn == 1


def test_goals_are_met_or_missed_by_what_was_measured() -> None:
    measured = {(name, slow): LOAD for name in (OURS, SHIPPED, LIST) for slow in (True, False)}
    measured |= {("Streamlit", True): SLOWER, ("Dash", True): replace(SLOWER, milliseconds=LOAD.milliseconds)}
    missed = [
        goal.name for goal in goals(measured, 90, 101, 170, {"desktop": PERFECT, "mobile": PERFECT}) if not goal.met
    ]
    assert missed == [
        "charts, not slowed down, s",
        "first figure, slowed down: times faster than Dash",
        "chart of segments, slowed down: times faster than Dash",
        "the list after a key in its search field, ms",
    ]
    assert str(Goal("scripts", 181.2, 180)) == "| scripts | 181 | at most 180 | **no** |"
    lines = table(measured, slow=True).splitlines()
    assert lines[0] == f"| slowed down | {OURS} | {SHIPPED} | {LIST} | Streamlit | Dash |"
    assert "| first figure, s | 1.00 | 1.00 | 1.00 | 6.00 | 1.00 |" in lines


def report_with(score: float | None, contrast: float) -> dict[str, object]:
    return {
        "categories": {
            "performance": {"score": 0.964, "auditRefs": []},
            "accessibility": {"score": score, "auditRefs": [{"id": "color-contrast", "weight": 7}]},
            "best-practices": {"score": 1, "auditRefs": [{"id": "hint", "weight": 0}]},
        },
        "audits": {
            "color-contrast": {"title": "Too little contrast", "score": contrast},
            "hint": {"title": "A hint", "score": 0},
        },
    }


def test_a_report_of_lighthouse_gives_scores_of_100_and_what_keeps_them_down() -> None:
    found = report_with(0.93, 0)
    assert lighthouse.scores_of(found) == {"performance": 96, "accessibility": 93, "best-practices": 100}
    assert lighthouse.findings_of(found) == ["Too little contrast"]
    assert lighthouse.findings_of(report_with(1, 1)) == []


def test_a_report_without_a_score_is_no_score_of_0() -> None:
    with pytest.raises(SystemExit):
        lighthouse.scores_of(report_with(None, 1))


def test_the_first_page_needs_few_and_small_scripts() -> None:
    figures, charts = overview_scripts()
    assert kibibytes(figures) <= 180
    # A browser fetches six files at a time from a server without HTTP/2.
    assert len(figures) <= 6
    assert len(charts) <= 3
    assert any("overview" in script for script in figures), "start.js must name the page's own script"
    assert not any("chart" in script.lower() for script in figures), "figures must not wait for charts"
