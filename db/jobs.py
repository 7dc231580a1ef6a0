"""The queue of jobs in PostgreSQL: `python -m db.jobs [FILE]` asks the worker for a run of the pipeline.

Jobs are put in by name, so that whoever asks need not import what does the work.
"""

import argparse

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from db.engine import database_url
from db.migrate import upgrade_url
from db.settings import load_settings, stop

PIPELINE = "pipeline"
QUEUE = "pipeline"


def ask_for_pipeline(url: str, arguments: list[str]) -> int | None:
    """Put a run of the pipeline in the queue; None when one is waiting already. Returns the job's number."""
    app = App(connector=SyncPsycopgConnector(conninfo=url))
    with app.open():
        job = app.configure_task(PIPELINE, queue=QUEUE, queueing_lock=PIPELINE, lock=PIPELINE)
        try:
            number: int = job.defer(arguments=[*arguments])
        except AlreadyEnqueued:
            return None
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask the worker to load, score and train.")
    parser.add_argument("file", nargs="?", help="order lines, at a path that the worker sees; none: what is loaded")
    options = parser.parse_args()
    settings = load_settings()
    url = database_url(settings)
    upgrade_url(url, settings.time_zone)
    number = ask_for_pipeline(url, [options.file] if options.file else [])
    if number is None:
        stop("a run of the pipeline is waiting already; wait until the worker has begun it.")
    print(f"Job {number} is in the queue.")


if __name__ == "__main__":
    main()
