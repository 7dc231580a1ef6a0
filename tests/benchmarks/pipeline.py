"""File to published scores, step by step, beside a bare COPY of the same file: `make bench`.

Three rounds on a database of their own; medians in seconds, and as multiples of the bare COPY of the same round.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, cast

import psycopg2

from db.embedded import join_server
from db.settings import ROOT, stop
from etl.order_files import ReadingOptions, SourceError, find_order_files

ROUNDS = 3
STEPS = {
    "load": ["etl/load_data.py"],
    "score": ["etl/etl_pipeline.py"],
    "train and publish": ["ml/ml_model.py"],
}


def seconds_of_bare_copy(url: str, path: Path) -> float:
    """The floor: the file's fields as text into an unlogged table without keys, read once and not looked at."""
    file = find_order_files(str(path), ReadingOptions(), path.parent)[0]
    columns = ", ".join(f"{name} text" for name in file.columns)
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor, file.content() as content:
            cursor.execute(f"create unlogged table floor ({columns})")
            begin = time.perf_counter()
            cursor.copy_expert(f"copy floor from stdin with ({file.copy_options()})", cast("IO[bytes]", content))
            seconds = time.perf_counter() - begin
        connection.rollback()
    finally:
        connection.close()
    return seconds


def main() -> None:
    path = Path(
        os.environ.get("RETAIL_CSV") or stop("RETAIL_CSV is not set; it names the file of order lines to measure.")
    )
    taken: dict[str, list[float]] = {name: [] for name in ("bare COPY", *STEPS, "all three")}
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="dashboard-bench-") as folder:
            environment = {**os.environ, "DATA_DIR": folder}
            url = join_server(Path(folder))
            try:
                taken["bare COPY"].append(seconds_of_bare_copy(url, path))
            except SourceError as error:
                stop(f"{error} RETAIL_CSV names the file.")
            for name, arguments in STEPS.items():
                given = [str(path)] if name == "load" else []
                begin = time.perf_counter()
                subprocess.run(
                    [sys.executable, *arguments, *given], cwd=ROOT, env=environment, check=True, capture_output=True
                )
                taken[name].append(time.perf_counter() - begin)
            taken["all three"].append(sum(taken[name][-1] for name in STEPS))
            subprocess.run(
                [sys.executable, "-m", "db.stop"], cwd=ROOT, env=environment, check=True, capture_output=True
            )
        print(f"round {number + 1} of {ROUNDS} done", flush=True)
    floors = taken["bare COPY"]
    print(f"\n{path.name}, medians of {ROUNDS} rounds\n{'step':<20}{'seconds':>10}{'x bare COPY':>14}")
    for name, seconds in taken.items():
        ratio = statistics.median(s / floor for s, floor in zip(seconds, floors, strict=True))
        print(f"{name:<20}{statistics.median(seconds):>10.2f}{ratio:>14.1f}")


if __name__ == "__main__":
    main()
