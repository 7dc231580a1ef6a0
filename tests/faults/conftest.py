"""One shop for all faults, its second file published: what a fault leaves behind meets the next one."""

import csv
import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.shop import Script, Shop

LINES = 40_000
SINCE = "2025-01"  # a shop of nine months is trained in half the time


@contextmanager
def make_shop(data_dir: Path) -> Iterator[Shop]:
    """A shop in this folder, with what an undisturbed run of each of its two files gives."""
    shop = Shop(data_dir, (data_dir / "one.csv.gz", data_dir / "two.csv.gz"))
    for seed, file in enumerate(shop.files, start=1):
        whole = data_dir / "whole.csv"
        making = Script(data_dir, "-m", "etl.sample", whole, "--lines", str(LINES), "--seed", str(seed))
        assert making.end() == 0, making.printed
        with whole.open(newline="") as lines, gzip.open(file, "wt", newline="") as kept:
            head, *rows = csv.reader(lines)
            csv.writer(kept).writerows([head, *(row for row in rows if row[head.index("InvoiceDate")] >= SINCE)])
        whole.unlink()
    try:
        for file in shop.files:
            shop.finish("load", file)
            shop.finish("score", file)
            newest = shop.query("select max(run_id) from runs where state = 'scored'")[0][0]
            shop.scores[file] = [
                row[0]
                for row in shop.query(
                    f"select to_jsonb(scores) - 'run_id' from rfm_scores_{newest} as scores order by customer_id"
                )
            ]
            shop.lines[file] = shop.query("select lines_kept from loads order by load_id desc")[0][0]
        shop.finish("train", shop.files[1])
        assert shop.scores[shop.files[0]] != shop.scores[shop.files[1]]
        yield shop
    finally:
        Script(data_dir, "-m", "db.stop").end()


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    # A folder of its own directly below the system's temporary one: the server's system user must get in.
    with tempfile.TemporaryDirectory(prefix="dashboard-faults-") as folder, make_shop(Path(folder)) as shop:
        yield shop


def _results() -> Path | None:
    """Where `make faults` keeps what has been seen, so that a run which was broken off goes on."""
    kept = os.environ.get("FAULT_RESULTS")
    return Path(kept) if kept else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    results = _results()
    if results and results.is_file():
        passed = {test for test, outcome in (line.split("\t")[:2] for line in results.open()) if outcome == "passed"}
        done = [item for item in items if item.nodeid in passed]
        items[:] = [item for item in items if item.nodeid not in passed]
        config.hook.pytest_deselected(items=done)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    results = _results()
    if results and (report.when == "call" or report.outcome == "failed"):
        results.parent.mkdir(parents=True, exist_ok=True)
        with results.open("a") as file:
            file.write(f"{report.nodeid}\t{report.outcome}\t{report.duration:.1f}\n")
