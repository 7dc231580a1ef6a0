"""Repeat the rolling backtest on what is scored, and print every candidate and rule: `python -m ml.rolling_backtest`.

Nothing is written: the figures of the served run stand in the database, and GET /api/model/metrics gives them.
"""

import argparse
import time

from sqlalchemy import text

from db.engine import make_engine
from db.migrate import upgrade
from db.runs import newest_run
from db.settings import load_settings, run_script, stop
from ml.history import TooLittleData, months_to_learn


def main(arguments: list[str] | None = None) -> None:
    argparse.ArgumentParser(description="Print the rolling backtest of every candidate.").parse_args(arguments)
    begin = time.perf_counter()
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    run = newest_run(engine)
    if run is None:
        stop("there are no scores yet. Score the customers first: python etl/etl_pipeline.py")
    print(f"Rolling backtest as of {run.as_of:%Y-%m-%d}", flush=True)
    with engine.connect() as connection:
        connection.execute(text("set transaction isolation level repeatable read"))
        try:
            months = months_to_learn(connection, run.as_of)
            from ml import report
            from ml.backtest import flat_rows
            from ml.training import train

            training = train(connection, run, months, settings.home_country)
        except TooLittleData as problem:
            print(f"  {problem}")
            return
    lines = [
        *report.lines(training.metrics["summary"]),
        *report.cutoff_lines(flat_rows(training.results)),
        *report.season_lines(training.metrics["season"]),
        *report.value_lines(training.metrics["value"]),
    ]
    print("\n".join(lines))
    print(f"  done in {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
