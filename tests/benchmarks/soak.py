"""SOAK_MINUTES (60) of mixed use under a publish each minute: `python -m tests.benchmarks.soak`.

Every ten seconds the memory (PSS), open files and connections of web server, worker and database are noted. They count
as flat when the median of the last third is not above that of the third before by more than a tenth and an allowance
(ALLOWED): what grows without end grows then, too; what was only warming up does not.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from db.embedded import join_server
from tests.db.test_embedded import postmaster
from tests.db.test_embedded import run as query
from tests.e2e.server import Server, serving
from tests.faults.conftest import make_shop
from tests.faults.shop import SCRIPTS, Script, Shop

READERS = 4
EXPORT = "/api/export/customers"
PAUSE = 0.2  # seconds between a reader's questions
EVERY = 10.0  # seconds between two samples
PUBLISH_EVERY = 60.0
MOST_WAITS = 10  # for one export; after that its 429 counts
ALLOWED = {"memory_mb": 10.0, "open_files": 5.0, "connections": 3.0}

Sample = dict[str, float]  # "web server memory_mb": 123.4


def family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for parent in found:
        try:
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        except FileNotFoundError:
            continue  # it has ended meanwhile
    return found


def footprint(process: int) -> tuple[float, int]:
    """The memory (MB, shared pages counted once) and open files of a process and all below it."""
    kilobytes, files = 0, 0
    for one in family(process):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            kilobytes += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
            files += sum(1 for _ in Path(f"/proc/{one}/fd").iterdir())
        except FileNotFoundError:
            continue
    return kilobytes / 1024, files


def is_flat(values: list[float], allowed: float) -> bool:
    """Whether the last third is no higher than the one before, but for a tenth and what is allowed."""
    third = len(values) // 3
    before, last = statistics.median(values[third : 2 * third]), statistics.median(values[2 * third :])
    return last <= before * 1.1 + allowed


def question(customers: list[str], random: Random) -> str:
    return random.choice(
        [
            "/api/customers/rfm?limit=50&sort=-monetary",
            f"/api/customers/{random.choice(customers)}/details",
            "/api/customers/segments",
            "/api/runs/current",
            EXPORT,
            f"/api/customers/rfm?min_monetary={random.randint(0, 3000)}",
        ]
    )


def ask(server: Server, path: str) -> tuple[str, float | None]:
    """The status, or the name of the error, and for how many seconds an export is told to wait."""
    place = urlsplit(server.url)
    with closing(http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)) as connection:
        try:
            if path == EXPORT:
                headers = {"Content-Type": "application/json", "X-Requested-With": "fetch"}
                connection.request("POST", path, body=b"{}", headers=headers)
            else:
                connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, None
    told = answer.headers["Retry-After"] if (path, answer.status) == (EXPORT, 429) else None
    return str(answer.status), None if told is None else float(told)


def read(server: Server, seed: int, stop: threading.Event, answers: Counter[str]) -> None:
    """One question after the other; whoever is told to wait does, and asks again."""
    random = Random(seed)
    customers = [row["customer_id"] for row in server.get("/api/customers/rfm", limit=100)["items"]]
    while not stop.wait(PAUSE):
        path = question(customers, random)
        status, wait = ask(server, path)
        for _ in range(MOST_WAITS):
            if wait is None or stop.wait(wait):
                break
            status, wait = ask(server, path)
        if wait is None or not stop.is_set():
            answers[status] += 1


def publish(shop: Shop, stop: threading.Event, done: Counter[str]) -> None:
    while not stop.is_set():
        began = time.monotonic()
        for name, arguments in (("scored", [SCRIPTS["score"], "--force"]), ("published", [SCRIPTS["train"]])):
            done[name if Script(shop.data_dir, *arguments).end() == 0 else "failed"] += 1
        stop.wait(max(0.0, PUBLISH_EVERY - (time.monotonic() - began)))


def sample(shop: Shop, processes: dict[str, int]) -> Sample:
    found: Sample = {}
    for name, process in (*processes.items(), ("database", postmaster(shop.data_dir))):
        found[f"{name} memory_mb"], found[f"{name} open_files"] = footprint(process)
    count = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
    found["database connections"] = float(str(query(join_server(shop.data_dir), count)[0][0]))
    return found


def report(samples: list[Sample], minutes: float) -> tuple[str, bool]:
    """The figures as a table, and whether all of them are flat."""
    third = len(samples) // 3
    lines = [
        f"{minutes:g} minutes, {len(samples)} samples; medians.",
        "",
        "| of | first third | second | last | flat |",
        "|---|--:|--:|--:|---|",
    ]
    all_flat = True
    for name in samples[0]:
        values = [one[name] for one in samples]
        flat = is_flat(values, ALLOWED[name.rsplit(" ", 1)[1]])
        all_flat &= flat
        parts = (values[:third], values[third : 2 * third], values[2 * third :])
        cells = " | ".join(f"{statistics.median(part):.0f}" for part in parts)
        lines.append(f"| {name.replace('_mb', ', MB').replace('_', ' ')} | {cells} | {'yes' if flat else 'no'} |")
    return "\n".join(lines), all_flat


def main() -> None:
    minutes = float(os.environ.get("SOAK_MINUTES", "60"))
    if minutes < 2:
        sys.exit("error: SOAK_MINUTES must be at least 2, or there is nothing to compare.")
    with tempfile.TemporaryDirectory(prefix="dashboard-soak-") as folder, make_shop(Path(folder)) as shop:
        worker = Script(shop.data_dir, "-m", "db.worker")
        try:
            with serving(Path(folder), DATA_DIR=folder) as server:
                web = int((Path(folder) / "server.pid").read_text())
                processes = {"web server": web, "worker": worker.process.pid}
                stop, answers, done = threading.Event(), Counter[str](), Counter[str]()
                threads = [
                    *(threading.Thread(target=read, args=(server, seed, stop, answers)) for seed in range(READERS)),
                    threading.Thread(target=publish, args=(shop, stop, done)),
                ]
                for thread in threads:
                    thread.start()
                samples, end = [], time.monotonic() + minutes * 60
                while time.monotonic() < end:
                    samples.append(sample(shop, processes))
                    stop.wait(EVERY)
                stop.set()
                for thread in threads:
                    thread.join(120)
        finally:
            worker.process.kill()
            worker.process.communicate()
    text, flat = report(samples, minutes)
    print(text)
    print(f"\nAnswers by status: {json.dumps(answers)}. Runs: {json.dumps(done)}.")
    if not flat or set(answers) != {"200"} or done["failed"]:
        sys.exit("error: something grew, was not answered or failed.")


if __name__ == "__main__":
    main()
