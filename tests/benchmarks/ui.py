"""`make bench-ui`: the first load of the dashboard beside a Streamlit and a Dash page with the same data, by Chromium.

All three stand behind one HAProxy that compresses whatever they answer, in the same way. The dashboard also as it is
shipped, without a proxy: there its files were compressed when they were built.
BENCH_DIR keeps the shop for the next time.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.settings import ROOT, stop
from tests.benchmarks import lighthouse
from tests.benchmarks.api import free_port, listening
from tests.benchmarks.big_shop import served
from tests.benchmarks.filtering import milliseconds_after_a_key
from tests.benchmarks.first_load import kibibytes, overview_scripts
from tests.benchmarks.measuring import ROUNDS, run
from tests.benchmarks.page_load import Load, Mark, load_page, longest_task, median_of
from tests.benchmarks.shop import Shop, new_shop, opened_shop, real_file
from tests.e2e.chromium import chromium
from tests.e2e.server import Server

PEERS = ROOT / "tests" / "benchmarks" / "peers"
REPORTS = ROOT / ".local" / "lighthouse"
OURS = "dashboard"
SHIPPED = "dashboard, no proxy"
LIST = "dashboard, customers"
FIGURE, SEGMENTS, REVENUE, TABLE = "first figure", "chart of segments", "chart of revenue", "table of customers"
SHOWN_CUSTOMERS = 100  # as many as the dashboard's list asks for first
PROXY = """
global
    maxconn 500
defaults
    mode http
    timeout connect 5s
    timeout client 120s
    timeout server 120s
    timeout tunnel 600s
"""
LISTEN = """
listen {name}
    bind 127.0.0.1:{port}
    compression algo gzip
    compression offload
    compression type text/html text/css text/javascript application/javascript application/json image/svg+xml
    server it {server}
"""


@dataclass(frozen=True)
class Watched:
    """A page to load and what to wait for on it."""

    address: str
    marks: dict[str, Mark]


def rows_of(server: Server) -> dict[str, Any]:
    """What the pages of the peers show: the dashboard's six figures, its segments, the first of its list."""
    overview = server.get("/api/overview")
    month = [month for month in overview["months"] if not month["partial"]][-1]
    figures = [
        ("Revenue", f"{month['revenue']:,.0f}"),
        ("Orders", f"{month['orders']:,}"),
        ("Customers", f"{overview['customers']:,}"),
        ("Repeat rate", f"{overview['repeat_rate']:.1%}"),
        ("Revenue at risk", f"{overview['at_risk']['monetary']:,.0f}"),
        ("Expected buyers", f"{overview['expected_buyers'] or 0:,.0f}"),
    ]
    return {
        "figures": figures,
        "segments": server.get("/api/customers/segments")["items"],
        "customers": server.get("/api/customers/rfm", limit=SHOWN_CUSTOMERS)["items"],
    }


def peers_python() -> str:
    """The Python of Streamlit and Dash, in an environment of its own that is made when it is missing."""
    python = ROOT / ".local" / "pages-venv" / "bin" / "python"
    if not python.exists():
        run(["-m", "venv", str(python.parent.parent)])
        run(["-m", "pip", "install", "-q", "-r", str(PEERS / "requirements-pages.txt")], python=str(python))
    return str(python)


@contextmanager
def peer_pages(rows: Path) -> Iterator[dict[str, str]]:
    """Both comparison pages, served; their addresses."""
    python = peers_python()
    settings = {"SHOP_ROWS": str(rows), "PYTHONPATH": str(ROOT)}
    with ExitStack() as stack:
        port = free_port()
        command = [python, "-m", "streamlit", "run", str(PEERS / "streamlit_page.py"), "--server.headless=true"]
        command += [f"--server.port={port}", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
        streamlit = stack.enter_context(listening(command, settings, port, "/"))
        port = free_port()
        command = [
            python,
            "-m",
            "gunicorn",
            "--threads=4",
            f"--bind=127.0.0.1:{port}",
            "tests.benchmarks.peers.dash_page:server",
        ]
        dash = stack.enter_context(listening(command, settings, port, "/"))
        yield {"Streamlit": streamlit, "Dash": dash}


@contextmanager
def behind_proxy(folder: Path, servers: dict[str, str]) -> Iterator[dict[str, str]]:
    """The same servers behind one HAProxy that compresses for all of them."""
    haproxy = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
    if haproxy is None:
        stop("HAProxy is missing. On Debian or Ubuntu: sudo apt-get install haproxy")
    ports = {name: free_port() for name in servers}
    listens = [
        LISTEN.format(name=name.lower(), port=ports[name], server=address.removeprefix("http://"))
        for name, address in servers.items()
    ]
    configuration = folder / "haproxy-pages.cfg"
    configuration.write_text(PROXY + "".join(listens))
    with listening([haproxy, "-f", str(configuration)], {}, ports[OURS], "/healthz"):
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}


@contextmanager
def scored_shop() -> Iterator[Shop]:
    """The real file, loaded, scored, trained and published; with BENCH_DIR it is kept for the next time."""
    kept = os.environ.get("BENCH_DIR")
    path = real_file()
    with opened_shop(Path(kept) / "shop-ui") if kept else new_shop() as shop:
        done = shop.folder / "scored"
        if not done.exists():
            run(["-m", "db.migrate"], shop.environment)
            shop.load(path)
            shop.score()
            run(["ml/ml_model.py"], shop.environment)
            done.touch()
        yield shop


def watched(direct: str, proxied: dict[str, str], customers: str) -> dict[str, Watched]:
    """Each page with its marks; `customers` is a figure that all of them show first."""
    overview: dict[str, Mark] = {
        FIGURE: ("dl dd p", customers),
        SEGMENTS: ('td div[style*="background"]', None),
        REVENUE: (".recharts-bar-rectangle path", None),
    }
    streamlit: dict[str, Mark] = {
        FIGURE: ('[data-testid="stMetricValue"]', customers),
        SEGMENTS: ('[data-testid="stVegaLiteChart"] .mark-rect path', None),
        TABLE: ('[data-testid="stDataFrame"] canvas', None),
    }
    dash: dict[str, Mark] = {
        FIGURE: (".figure", customers),
        SEGMENTS: (".bars path", None),
        TABLE: ("td[data-dash-column]", None),
    }
    return {
        OURS: Watched(f"{proxied[OURS]}/", overview),
        LIST: Watched(f"{proxied[OURS]}/customers", {TABLE: ("tbody tr[aria-rowindex]", None)}),
        "Streamlit": Watched(f"{proxied['Streamlit']}/", streamlit),
        "Dash": Watched(f"{proxied['Dash']}/", dash),
        SHIPPED: Watched(f"{direct}/", overview),
    }


Measured = dict[tuple[str, bool], Load]


def measure(pages: dict[str, Watched]) -> tuple[Measured, float, float]:
    """The medians for each page, slowed down and not; the dashboard's longest task, in the processor's milliseconds;
    and its list's answer to a key, by the clock.

    Every round loads them in turn, after one load that warms up.
    """
    loads: dict[tuple[str, bool], list[Load]] = {(name, slow): [] for slow in (False, True) for name in pages}
    tasks: list[float] = []
    keys: list[float] = []
    with chromium() as browser:
        for page in pages.values():
            load_page(browser, page.address, page.marks, slow=False)
        for number in range(ROUNDS):
            for (name, slow), found in loads.items():
                found.append(load_page(browser, pages[name].address, pages[name].marks, slow=slow))
            tasks.append(longest_task(browser, pages[SHIPPED].address))
            keys.append(milliseconds_after_a_key(browser, f"{pages[SHIPPED].address}customers"))
            print(f"round {number + 1} of {ROUNDS} is done, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    return {key: median_of(found) for key, found in loads.items()}, statistics.median(tasks), statistics.median(keys)


def table(measured: Measured, *, slow: bool) -> str:
    """Seconds to each mark, and what came over the wire, one column for each page."""
    loads = {name: load for (name, is_slow), load in measured.items() if is_slow == slow}
    names = list(loads)
    marks = ["first paint", FIGURE, SEGMENTS, REVENUE, TABLE]

    def row(title: str, cells: list[str]) -> str:
        return f"| {title} | {' | '.join(cells)} |"

    lines = [row("slowed down" if slow else "not slowed down", names), "|---|" + "--:|" * len(names)]
    for mark in marks:
        found = [load.milliseconds.get(mark) for load in loads.values()]
        lines.append(row(f"{mark}, s", ["" if each is None else f"{each / 1000:.2f}" for each in found]))
    lines.append(row("KiB over the wire", [f"{load.kibibytes:,.0f}" for load in loads.values()]))
    lines.append(row("of it scripts", [f"{load.script_kibibytes:,.0f}" for load in loads.values()]))
    lines.append(row("requests", [str(load.requests) for load in loads.values()]))
    lines.append(row("requests made twice", [str(len(load.repeated)) for load in loads.values()]))
    lines.append(row("largest layout shift", [f"{load.shift:.3f}" for load in loads.values()]))
    lines.append(row("longest task, ms by the clock", [f"{load.longest_task:.0f}" for load in loads.values()]))
    lines.append(row("charts drawn anew", [str(load.redrawn) for load in loads.values()]))
    return "\n".join(lines)


@dataclass(frozen=True)
class Goal:
    """What was reached, and the limit: the least, or else the most."""

    name: str
    reached: float
    limit: float
    least: bool = False

    @property
    def met(self) -> bool:
        return self.reached >= self.limit if self.least else self.reached <= self.limit

    def __str__(self) -> str:
        bound = "at least" if self.least else "at most"
        return f"| {self.name} | {self.reached:.3g} | {bound} {self.limit:g} | {'yes' if self.met else '**no**'} |"


def goals(
    measured: Measured, task: float, key: float, scripts: float, scores: dict[str, lighthouse.Scores]
) -> list[Goal]:
    """Every goal of the first load with what was reached; of two charts the later one counts."""
    slow, quick = measured[SHIPPED, True], measured[SHIPPED, False]

    def seconds(load: Load, *marks: str) -> float:
        return max(load.milliseconds[mark] for mark in marks) / 1000

    found = [
        Goal("first paint, slowed down, s", seconds(slow, "first paint"), 1),
        Goal("first figure, slowed down, s", seconds(slow, FIGURE), 2),
        Goal("charts, slowed down, s", seconds(slow, SEGMENTS, REVENUE), 3),
        Goal("charts, not slowed down, s", seconds(quick, SEGMENTS, REVENUE), 0.8),
    ]
    ours = measured[OURS, True]
    for peer in ("Streamlit", "Dash"):
        theirs = measured[peer, True]
        for mark in (FIGURE, SEGMENTS):
            ratio = theirs.milliseconds[mark] / ours.milliseconds[mark]
            found.append(Goal(f"{mark}, slowed down: times faster than {peer}", ratio, 5, least=True))
    found += [
        Goal("scripts without the charts', KiB gzip", scripts, 180),
        Goal("largest layout shift", max(slow.shift, quick.shift, measured[LIST, True].shift), 0.02),
        Goal("longest task, not slowed down, ms by the clock", quick.longest_task, 200),
        Goal("the same, ms of the processor", task, 200),
        Goal("the list after a key in its search field, ms", key, 100),
        Goal("requests made twice", len({*slow.repeated, *quick.repeated}), 0),
        Goal("charts drawn anew", max(slow.redrawn, quick.redrawn), 0),
    ]
    for preset, reached in scores.items():
        for category in lighthouse.CATEGORIES:
            limit = {"desktop": 95, "mobile": 85}[preset] if category == "performance" else 100
            found.append(Goal(f"Lighthouse {preset}, {category}", reached[category], limit, least=True))
    return found


def lighthouse_scores(address: str) -> dict[str, lighthouse.Scores]:
    """The medians of each preset on the overview; the last report is kept, and what it found is printed."""
    lighthouse.install()
    scores = {}
    for preset in lighthouse.PRESETS:
        reports = [lighthouse.report(address, preset) for _ in range(ROUNDS)]
        lighthouse.save(reports[-1], REPORTS / f"{preset}.json")
        for finding in lighthouse.findings_of(reports[-1]):
            print(f"Lighthouse {preset}: {finding}", file=sys.stderr)
        scores[preset] = lighthouse.medians([lighthouse.scores_of(each) for each in reports])
    return scores


def main() -> None:
    figures, charts = overview_scripts()
    with scored_shop() as shop, served(shop) as direct:
        rows = rows_of(Server(direct))
        file = shop.folder / "rows.json"
        file.write_text(json.dumps(rows))
        with (
            peer_pages(file) as peers,
            behind_proxy(shop.folder, {OURS: direct, **peers}) as proxied,
        ):
            measured, task, key = measure(watched(direct, proxied, dict(rows["figures"])["Customers"]))
        scores = lighthouse_scores(f"{direct}/")
    print(f"{table(measured, slow=True)}\n\n{table(measured, slow=False)}\n")
    print(
        f"Scripts of the overview: {kibibytes(figures):.0f} KiB, of its charts {kibibytes(charts):.0f} more (gzip).\n"
    )
    print("| goal | reached | wanted | met |\n|---|--:|---|---|")
    print("\n".join(map(str, goals(measured, task, key, kibibytes(figures), scores))))
    for name in (OURS, SHIPPED):
        for request in measured[name, True].repeated:
            print(f"made twice: {request}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        stop(str(error))
