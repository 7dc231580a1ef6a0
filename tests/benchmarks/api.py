"""Requests per second by wrk: cached answers and the uncached list, beside bare Flask and Datasette.

Flask runs under the same gunicorn; Datasette, tuned, has the same rows. For 4.3 million customers:
`BENCH_COPIES=49 python -m tests.benchmarks.api`.
"""

import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Engine, text

from backend.customer_list import COLUMNS, encode_cursor
from db.settings import ROOT, stop
from tests.benchmarks.big_shop import big_shop, served, wait_for
from tests.benchmarks.measuring import ROUNDS, run
from tests.benchmarks.shop import Shop

BARE = "bare Flask"
CACHED = "cached answer: segments"
LIST = "list of 50 rows, each page once"
PEER = "Datasette, tuned, the same pages"

SECONDS = 5
CLIENTS = 8
PAGES = 5_000  # enough that none is asked twice within a measurement
DATASETTE = "datasette==0.65.5"
SCRIPT = """
local paths = {}
for path in io.lines("%s") do paths[#paths + 1] = path end
local asked = 0
request = function()
  asked = asked + 1
  return wrk.format("GET", paths[(asked - 1) %% #paths + 1])
end
"""


def requests_per_second(address: str, folder: Path, paths: list[str]) -> float:
    """How many requests wrk gets answered in a second, asking these paths in turn."""
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n")
    script = folder / "paths.lua"
    script.write_text(SCRIPT % listed)
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(script), address]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        stop(f"wrk was not answered well:\n{output}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return float(found.group(1)) if found else stop(f"wrk said nothing of its rate:\n{output}")


@contextmanager
def listening(command: list[str], environment: dict[str, str], port: int, path: str) -> Iterator[str]:
    """A server that this command starts on this port."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}{path}", server)
            yield address
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def bare_flask(shop: Shop) -> Iterator[str]:
    """Flask alone, under gunicorn with the product's settings."""
    port = free_port()
    settings = {**shop.environment, "HOST": "127.0.0.1", "PORT": str(port), "AUTH": "off"}
    app = "tests.benchmarks.peers.bare_flask:app"
    # Its hook asks the product for its pool; here there is none.
    config = shop.folder / "bare_gunicorn.py"
    config.write_text((ROOT / "backend/gunicorn_config.py").read_text() + "\npost_worker_init = lambda worker: None\n")
    with listening([sys.executable, "-m", "gunicorn", "-c", str(config), app], settings, port, "/") as address:
        yield address


@contextmanager
def datasette(folder: Path, engine: Engine) -> Iterator[str]:
    """Datasette over the same rows in SQLite with the same indexes, told that they never change."""
    path = folder / "list.db"
    path.unlink(missing_ok=True)  # of the measurement before, in a shop that is kept
    with sqlite3.connect(path) as target, engine.connect() as source:
        target.execute(f"create table customer_list ({', '.join(COLUMNS)})")
        query = f"select {', '.join(_plain(name) for name in COLUMNS)} from customer_list where run_id = ({SERVED})"
        rows = source.execution_options(yield_per=10_000).execute(text(query))
        target.executemany(
            f"insert into customer_list values ({', '.join('?' * len(COLUMNS))})", (tuple(row) for row in rows)
        )
        target.execute("create unique index by_monetary on customer_list (monetary desc, customer_id)")
        target.execute("analyze")
    python = ROOT / ".local" / "datasette-venv" / "bin" / "python"
    if not python.exists():
        run(["-m", "venv", str(python.parent.parent)])
        run(["-m", "pip", "install", "-q", DATASETTE], python=str(python))
    port = free_port()
    command = [str(python), "-m", "datasette", "-i", str(path), "-p", str(port)]
    command += ["--setting", "num_sql_threads", "4", "--setting", "suggest_facets", "off"]
    with listening(command, {}, port, "/-/versions.json") as address:
        yield address


SERVED = "select run_id from published"


def _plain(name: str) -> str:
    """Text and numbers as SQLite has them."""
    return name if COLUMNS[name] in ("text", "integer", "smallint") else f"{name}::{_simpler(COLUMNS[name])}"


def _simpler(kind: str) -> str:
    return "text" if kind == "timestamp" else "float8"


def places(engine: Engine) -> list[tuple[int, float, str]]:
    """PAGES rows spread over the whole list by spend: run, spend and id."""
    query = f"""
        select run_id, monetary::float8, customer_id from customer_list
        where run_id = ({SERVED}) order by md5(customer_id) limit {PAGES}
    """
    with engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(text(query))]


def measure() -> dict[str, list[float]]:
    """Requests per second of each kind, one figure per round."""
    if shutil.which("wrk") is None:
        stop("wrk is missing. On Debian or Ubuntu: sudo apt-get install wrk")
    rates: dict[str, list[float]] = {BARE: [], CACHED: [], LIST: [], PEER: []}
    with big_shop() as (shop, engine):
        found = places(engine)
        pages = [
            f"/api/customers/rfm?{urlencode({'cursor': encode_cursor(run_id, '-monetary', spend, customer)})}"
            for run_id, spend, customer in found
        ]
        page = _datasette_page()
        queries = [
            f"/list.json?{urlencode({'sql': page, 'spend': spend, 'id': customer, '_shape': 'array'})}"
            for _, spend, customer in found
        ]
        with datasette(shop.folder, engine) as peer:
            for _ in range(ROUNDS):
                with bare_flask(shop) as address:
                    rates[BARE].append(requests_per_second(address, shop.folder, ["/"]))
                with served(shop) as address:
                    rates[CACHED].append(requests_per_second(address, shop.folder, ["/api/customers/segments"]))
                    rates[LIST].append(requests_per_second(address, shop.folder, pages))
                rates[PEER].append(requests_per_second(peer, shop.folder, queries))
    return rates


def _datasette_page() -> str:
    return (
        f"select {', '.join(COLUMNS)} from customer_list where monetary <= cast(:spend as real) and"
        " (monetary < cast(:spend as real) or customer_id > :id) order by monetary desc, customer_id limit 50"
    )


def main() -> None:
    rates = measure()
    print("| | requests/s | of bare Flask | times Datasette |\n|---|--:|--:|--:|")
    for name, found in rates.items():
        of_bare, of_peer = (
            statistics.median(one / other for one, other in zip(found, rates[against], strict=True))
            for against in (BARE, PEER)
        )
        print(f"| {name} | {statistics.median(found):,.0f} | {of_bare:.2f} | {of_peer:.1f} |")


if __name__ == "__main__":
    main()
