"""A shop of its own for each measure: an empty data folder, its server, and the three commands on it."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from db.embedded import join_server, server_folder
from db.settings import stop
from etl.sample import make_sample
from tests.benchmarks.measuring import Taken, run

LINES = 5_400_000
MD5 = "select count(*), md5(string_agg(md5(row_text), '' order by row_text)) from ({rows}) as the_rows"
ROWS = {
    "orders": "select orders::text as row_text from orders",
    "scores": (
        "select (to_jsonb(scores) - 'run_id')::text as row_text from rfm_scores as scores"
        " where run_id = (select run_id from published)"
    ),
}


@dataclass(frozen=True)
class Shop:
    """A data folder and the URL of its server."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DATA_DIR": str(self.folder), "DATABASE_URL": "", "WEB_DATABASE_URL": ""}

    def load(self, path: Path) -> Taken:
        return run(["etl/load_data.py", str(path)], self.environment)

    def score(self) -> Taken:
        return run(["etl/etl_pipeline.py"], self.environment)

    def publish(self) -> Taken:
        """Publish what is scored without training."""
        return run(["-m", "tests.benchmarks.publish"], self.environment)

    def fingerprints(self) -> dict[str, tuple[int, str]]:
        """Rows, and the md5 over all of them, of what is published."""
        connection = psycopg2.connect(self.url)
        try:
            with connection.cursor() as cursor:
                found = {}
                for name, rows in ROWS.items():
                    cursor.execute(MD5.format(rows=rows))
                    rows_found, md5 = cursor.fetchone() or (0, "")
                    found[name] = (rows_found, md5)
            return found
        finally:
            connection.close()


@contextmanager
def new_shop() -> Iterator[Shop]:
    """An empty shop; its server stops and its folder goes at the end."""
    folder = tempfile.TemporaryDirectory(prefix="dashboard-bench-", dir=os.environ.get("BENCH_DIR"))
    with folder as name, opened_shop(Path(name)) as shop:
        yield shop


@contextmanager
def opened_shop(folder: Path) -> Iterator[Shop]:
    """The shop in this folder, empty when it is new; its server stops at the end."""
    shop = Shop(folder, join_server(folder))
    try:
        yield shop
    finally:
        # Its supervisor is a child of this process: `db.stop` would wait for one that only we can take leave of.
        supervisor = int((server_folder(shop.folder) / "supervisor.pid").read_text())
        os.kill(supervisor, signal.SIGTERM)
        os.waitpid(supervisor, 0)


def real_file() -> Path:
    """The file that RETAIL_CSV names."""
    path = Path(
        os.environ.get("RETAIL_CSV") or stop("RETAIL_CSV is not set; it names the file of order lines to measure.")
    )
    return path if path.is_file() else stop(f"RETAIL_CSV names {path}, and there is no such file.")


def sample_file(lines: int = LINES) -> Path:
    """The made-up shop's lines: BENCH_LINES of them, by default `lines`."""
    return sample_file_of(int(os.environ.get("BENCH_LINES") or lines))


def sample_file_of(lines: int) -> Path:
    """The made-up shop with so many lines, kept in BENCH_DIR between runs."""
    folder = Path(os.environ.get("BENCH_DIR") or Path(tempfile.gettempdir()) / "dashboard-bench")
    path = folder / f"sample-{lines}.csv"
    return path if path.exists() else make_sample(path, lines)
