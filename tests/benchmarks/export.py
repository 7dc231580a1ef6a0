"""The CSV of all customers by the API beside psql's COPY of the same rows: seconds, first byte, memory.

`BENCH_COPIES=49 python -m tests.benchmarks.export` for 4.3 million customers.
"""

import http.client
import json
import os
import statistics
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from backend.customer_list import COLUMNS, TEXT_COLUMNS, Order
from backend.export import text_cell
from db.embedded import binaries
from tests.benchmarks.big_shop import big_shop, served
from tests.benchmarks.measuring import ROUNDS
from tests.benchmarks.shop import Shop

SORT = "-monetary"


def by_psql(shop: Shop) -> tuple[float, int]:
    """Seconds and bytes of psql's COPY, with the same columns, order and safe cells."""
    cells = ", ".join(f"{text_cell(name) if name in TEXT_COLUMNS else name} as {name}" for name in COLUMNS)
    (part,) = Order.parse(SORT).parts()
    rows = f"select {cells} from customer_list where run_id = (select run_id from published) order by {part.order}"
    command = [
        str(binaries() / "psql"),
        "-X",
        "-q",
        "-d",
        shop.url,
        "-c",
        f"copy ({rows}) to stdout (format csv, header)",
    ]
    began, size = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as psql:
        assert psql.stdout is not None
        while chunk := psql.stdout.read(1 << 16):
            size += len(chunk)
    return time.perf_counter() - began, size


def by_api(address: str) -> tuple[float, int, float]:
    """Seconds, bytes, and seconds to the first of them."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    began = time.perf_counter()
    headers = {"X-Requested-With": "benchmark", "Content-Type": "application/json"}
    connection.request("POST", "/api/export/customers", json.dumps({"sort": SORT}), headers)
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - began
    while chunk := answer.read(1 << 16):
        size += len(chunk)
    return time.perf_counter() - began, size, first


def resident_mb(data_folder: Path) -> float:
    """The most that the web server's processes have held so far, each at its own peak."""
    master = int((data_folder / "web.pid").read_text())
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    peaks = [
        int(line.split()[1])
        for process in workers
        for line in Path(f"/proc/{process}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return sum(peaks) / 1024


def main() -> None:
    with big_shop() as (shop, _), served(shop) as address:
        before = resident_mb(shop.folder)
        rounds = [(by_psql(shop), by_api(address)) for _ in range(ROUNDS)]
        grown = resident_mb(shop.folder) - before
    for (_, wanted), (_, came, _) in rounds:
        assert abs(came - wanted) <= len(COLUMNS), f"{came:,} bytes came, psql gave {wanted:,}"
    psql = statistics.median(taken for (taken, _), _ in rounds)
    api = statistics.median(taken for _, (taken, _, _) in rounds)
    ratio = statistics.median(ours / theirs for (ours, _), (theirs, _, _) in rounds)
    first = statistics.median(first for _, (_, _, first) in rounds) * 1000
    print(f"{rounds[0][0][1] / 1e6:,.0f} MB: psql {psql:.1f} s, API {api:.1f} s, {ratio:.2f} of psql's rate")
    print(
        f"first byte after {first:.0f} ms; the web server's memory grew by {grown:.0f} MB in {os.cpu_count()} workers"
    )


if __name__ == "__main__":
    main()
