"""`make load`: people at the dashboard, by Locust; beside bare Flask, and while a run is published.

LOAD_USERS of them (50), RAMP more each second, for LOAD_SECONDS (60); BENCH_LINES and BENCH_COPIES make the shop. From
the processor time of a request it says what each class of machine can do (docs/aws/capacity.md).
"""

import csv
import os
import subprocess
import sys
import threading
from pathlib import Path

from db.settings import ROOT, stop
from tests.benchmarks.api import bare_flask
from tests.benchmarks.big_shop import big_shop, multiply, served
from tests.benchmarks.measuring import run
from tests.benchmarks.shop import Shop
from tests.benchmarks.soak import family

LOCUST = "locust==2.47.0"
USERS = int(os.environ.get("LOAD_USERS", "50"))
SECONDS = int(os.environ.get("LOAD_SECONDS", "60"))
SHOWN = {"Request Count": "requests", "Failure Count": "failed", "50%": "p50, ms", "95%": "p95, ms", "99%": "p99, ms"}
RAMP = 10
TICK = os.sysconf("SC_CLK_TCK")
# Processors, and the part of each that AWS gives for good; above it credits are spent (EC2's guide on T3).
CLASSES = {"t3.micro": (2, 0.1), "t3.small": (2, 0.2), "t3.medium": (2, 0.2), "t3.large": (2, 0.3)}


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
    command += ["-u", str(USERS), "-r", str(RAMP), "-t", f"{SECONDS}s", "--csv", str(prefix), "--only-summary"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "BARE": "1" if bare else "0"}, capture_output=True, text=True, check=False
    )
    table = Path(f"{prefix}_stats.csv")
    if not table.exists():
        stop(f"Locust did not measure:\n{done.stderr}")
    with Path(f"{prefix}_failures.csv").open() as file:
        for failed in csv.DictReader(file):
            print(f"{failed['Name']}: {failed['Error']}, {failed['Occurrences']} times", file=sys.stderr)
    with table.open() as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def report(name: str, measured: dict[str, dict[str, str]]) -> None:
    for kind, row in measured.items():
        print(f"| {name} | {kind} | {' | '.join(row[column] for column in SHOWN)} |", flush=True)


def processor_seconds(shop: Shop) -> dict[str, float]:
    """What the web processes and the database have used so far, with all of theirs that have ended."""
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    web = [int(pid) for pid in own if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    database = [int(path.read_text().split()[0]) for path in shop.folder.glob("postgres/**/postmaster.pid")]
    return {"web server": sum(map(used, web)), "database": sum(map(used, database))}


def used(process: int) -> float:
    """Seconds of a process and all below it."""
    ticks = 0
    for one in family(process):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue  # it has ended meanwhile, and is part of its parent's sum
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICK


def capacities(before: dict[str, float], after: dict[str, float], measured: dict[str, str]) -> None:
    """What a class of machine does of such requests for good, and while its credits last."""
    requests = int(measured["Request Count"])
    rate = requests / (USERS * (SECONDS - USERS / RAMP / 2))  # of one person
    print("\n| one machine for | processor of a request, ms | class | requests a second | people | with credits |")
    print("|---|--:|---|--:|--:|--:|")
    for part, now in after.items():
        each = (now - before[part]) / requests
        for name, (processors, share) in CLASSES.items():
            most = processors / each
            lasting = most * share
            machine = f"db.{name}" if part == "database" else name
            print(f"| {part} | {each * 1000:.1f} | {machine} | {lasting:.0f} | {lasting / rate:.0f} | {most:.0f} |")


def main() -> None:
    python = locust()
    print(f"| {USERS} people | | {' | '.join(SHOWN.values())} |\n|---|---|{'--:|' * len(SHOWN)}")
    with big_shop() as (shop, engine):
        with bare_flask(shop) as address:
            report("bare Flask", people(python, address, shop.folder, "bare", bare=True))
        with served(shop) as address:
            people(python, address, shop.folder, "warm up")
            before = processor_seconds(shop)
            usual = people(python, address, shop.folder, "usual")
            report("dashboard", usual)
            capacities(before, processor_seconds(shop), usual["Aggregated"])
            publishing = threading.Thread(target=multiply, args=(engine,))
            publishing.start()
            report("while a run is published", people(python, address, shop.folder, "publishing"))
            publishing.join()


if __name__ == "__main__":
    main()
