"""Spark on two workers beside PostgreSQL, over the same made-up lines: `python -m tests.benchmarks.spark --lines N`.

Needs Java and the extra (docs/spark.md). All of it runs on this machine, so the two share its cores.
"""

import argparse
import os
import tempfile
from pathlib import Path

from db.settings import stop
from etl.spark.cluster import JAVA_IS_MISSING, has_java
from tests.benchmarks.measuring import Table, run
from tests.benchmarks.shop import LINES, new_shop, sample_file_of
from tests.spark.cluster import cluster


def measure(lines: int, memory: str) -> Table:
    """Load, scores and export by PostgreSQL, then the same scores by Spark from what was exported."""
    path = sample_file_of(lines)
    table = Table(f"Spark on two workers of one core, {lines:,} lines", "PostgreSQL, scores")
    with new_shop() as shop, tempfile.TemporaryDirectory(prefix="spark-", dir=os.environ.get("BENCH_DIR")) as name:
        parquet = Path(name) / "lines"
        loaded = shop.load(path)
        scored = shop.score()
        table.add("PostgreSQL, load", loaded.seconds, loaded.megabytes)
        table.add("PostgreSQL, scores", scored.seconds, scored.megabytes)
        shop.publish()
        before = shop.fingerprints()["scores"]
        exported = run(["-m", "etl.spark.export_lines", str(parquet)], shop.environment)
        table.add("lines to Parquet", exported.seconds, exported.megabytes)
        size = sum(file.stat().st_size for file in parquet.iterdir()) / 1e6
        with cluster(Path(name) / "cluster", memory) as master:
            command = ["-m", "etl.spark.scores", "--lines", str(parquet), "--master", master, "--force"]
            by_spark = run([*command, "--conf", f"spark.executor.memory={memory}"], shop.environment)
        table.add("Spark, lines to scores in PostgreSQL", by_spark.seconds)
        shop.publish()
        after = shop.fingerprints()["scores"]
    steps = [" ".join(line.split()) for line in by_spark.output.splitlines() if line.endswith(" s")]
    table.notes.append("Spark's steps: " + "; ".join(steps) + f". Parquet: {size:,.0f} MB.")
    same = "the same rows" if before == after else f"OTHER ROWS: {before} and {after}"
    table.notes.append(f"{before[0]:,} customers, {same} by both (md5 {after[1]}).")
    if before != after:
        print(table)
        stop("Spark's scores are not PostgreSQL's.")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.spark", description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES, help="how many order lines (default 5,400,000)")
    parser.add_argument("--memory", default="2g", help="of each worker (default 2g)")
    options = parser.parse_args()
    if not has_java(os.environ):
        stop(JAVA_IS_MISSING)
    print(measure(options.lines, options.memory))


if __name__ == "__main__":
    main()
