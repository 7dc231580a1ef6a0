"""The worker: `python -m db.worker` runs the jobs of the queue, one at a time, as the standalone scripts."""

import subprocess
import sys

from procrastinate import App, PsycopgConnector

from db.engine import database_url, make_engine
from db.jobs import PIPELINE, QUEUE
from db.migrate import upgrade
from db.settings import ROOT, load_settings

STEPS = (["-m", "etl.get_data"], ["etl/etl_pipeline.py"], ["ml/ml_model.py"])


class StepFailedError(Exception):
    """A script ended with an error; its own words are in the worker's log."""


def run_pipeline(arguments: list[str]) -> None:
    """Load, score and train, each as a child process. Raises StepFailedError when one of them fails."""
    for number, step in enumerate(STEPS):
        command = [sys.executable, *step, *(arguments if number == 0 else [])]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            raise StepFailedError(f"{' '.join(step)} ended with code {done.returncode}")


def main() -> None:
    settings = load_settings()
    upgrade(make_engine(settings))
    app = App(connector=PsycopgConnector(conninfo=database_url(settings)))
    app.task(name=PIPELINE, queue=QUEUE)(run_pipeline)
    print("The worker waits for jobs.", flush=True)
    app.run_worker(queues=[QUEUE], concurrency=1)


if __name__ == "__main__":
    main()
