"""`make load`: people at the dashboard, by Locust; beside bare Flask, and while a run is published.

LOAD_USERS of them (50) for LOAD_SECONDS (60); BENCH_LINES and BENCH_COPIES make the shop.
"""

import csv
import os
import subprocess
import threading
from pathlib import Path

from db.settings import ROOT, stop
from tests.benchmarks.api import bare_flask
from tests.benchmarks.big_shop import big_shop, multiply, served
from tests.benchmarks.measuring import run

LOCUST = "locust==2.47.0"
USERS = int(os.environ.get("LOAD_USERS", "50"))
SECONDS = int(os.environ.get("LOAD_SECONDS", "60"))
SHOWN = {"Request Count": "requests", "Failure Count": "failed", "50%": "p50, ms", "95%": "p95, ms", "99%": "p99, ms"}


def locust() -> str:
    """Locust's Python, in an environment of its own that is made when it is missing."""
    python = ROOT / ".local" / "locust-venv" / "bin" / "python"
    if not python.exists():
        run(["-m", "venv", str(python.parent.parent)])
        run(["-m", "pip", "install", "-q", LOCUST], python=str(python))
    return str(python)


def people(python: str, address: str, folder: Path, name: str, *, bare: bool = False) -> dict[str, dict[str, str]]:
    """What Locust measured: for each kind of request and 'Aggregated', the columns of its CSV."""
    prefix = folder / name.replace(" ", "-")
    command = [python, "-m", "locust", "-f", "tests/benchmarks/peers/locustfile.py", "--headless", "--host", address]
    command += ["-u", str(USERS), "-r", "10", "-t", f"{SECONDS}s", "--csv", str(prefix), "--only-summary"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "BARE": "1" if bare else "0"}, capture_output=True, text=True, check=False
    )
    table = Path(f"{prefix}_stats.csv")
    if not table.exists():
        stop(f"Locust did not measure:\n{done.stderr}")
    with table.open() as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def report(name: str, measured: dict[str, dict[str, str]]) -> None:
    for kind, row in measured.items():
        print(f"| {name} | {kind} | {' | '.join(row[column] for column in SHOWN)} |", flush=True)


def main() -> None:
    python = locust()
    print(f"| {USERS} people | | {' | '.join(SHOWN.values())} |\n|---|---|{'--:|' * len(SHOWN)}")
    with big_shop() as (shop, engine):
        with bare_flask(shop) as address:
            report("bare Flask", people(python, address, shop.folder, "bare", bare=True))
        with served(shop) as address:
            people(python, address, shop.folder, "warm up")
            report("dashboard", people(python, address, shop.folder, "usual"))
            publishing = threading.Thread(target=multiply, args=(engine,))
            publishing.start()
            report("while a run is published", people(python, address, shop.folder, "publishing"))
            publishing.join()


if __name__ == "__main__":
    main()
