"""Serve an earlier run again: `python -m db.rollback [RUN]`; without a number it lists the runs that are kept.

Scores, predictions and segment rules go back; the order lines stay as they are loaded. The next load makes and
publishes a new run, by these rules.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.engine import make_engine
from db.lock_timeout import in_short_transaction
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.queries import read_sql
from db.segment_rules import rules_of_run, write_rules
from db.settings import load_settings, run_script, stop


def kept_runs(engine: Engine) -> Sequence[Any]:
    """The published runs whose scores are still there, the newest first, and which of them is served."""
    with engine.connect() as connection:
        return connection.execute(text(read_sql("db/sql/kept_runs"))).all()


def roll_back(engine: Engine, run_id: int) -> None:
    """Move the pointer to a kept run, whose rules are those of later runs again.

    The caller holds the pipeline lock. Raises ValueError when the run is not kept.
    """

    def switch(connection: Connection) -> None:
        kept = {run.run_id for run in connection.execute(text(read_sql("db/sql/kept_runs")))}
        if run_id not in kept:
            raise ValueError(f"run {run_id} is not kept")
        rules = rules_of_run(connection, run_id)
        if rules:
            write_rules(connection, rules)
        connection.execute(
            text("update published set run_id = :run_id, published_at = clock_timestamp()"), {"run_id": run_id}
        )

    in_short_transaction(engine, switch)


def _list(runs: Sequence[Any]) -> None:
    print(f"{'run':>6}  {'as of':<10}  {'finished':<16}  {'customers':>10}  source")
    for run in runs:
        mark = "  (served)" if run.is_served else ""
        finished = f"{run.finished_at:%Y-%m-%d %H:%M}"
        print(f"{run.run_id:>6}  {run.as_of:%Y-%m-%d}  {finished:<16}  {run.customers or 0:>10,}  {run.source}{mark}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Serve an earlier run again.")
    parser.add_argument("run", nargs="?", type=int, help="the run's number; none: list those that are kept")
    options = parser.parse_args(arguments)
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    runs = kept_runs(engine)
    if not runs:
        stop("no run is published yet. Load, score and train first: make pipeline")
    if options.run is None:
        _list(runs)
        return
    if any(run.is_served and run.run_id == options.run for run in runs):
        print(f"Run {options.run} is served already; nothing to do.")
        return
    with pipeline_lock(engine):
        try:
            roll_back(engine, options.run)
        except ValueError:
            numbers = ", ".join(str(run.run_id) for run in runs)
            stop(f"run {options.run} is not kept (KEEP_RUNS). Those that are: {numbers}.")
    _list(kept_runs(engine))
    print("Scores, predictions and segment rules of this run are served; order lines stay as they are loaded.")


if __name__ == "__main__":
    run_script(main)
