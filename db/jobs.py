"""The queue of jobs in PostgreSQL: `python -m db.jobs run [DATA]`, `check DATA`, `inbox`, `list`, `show N`, `cancel N`.

Jobs are put in by name, so that whoever asks need not import what does the work.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import Engine, text

from db.engine import database_url, engine_for
from db.migrate import upgrade
from db.queries import read_sql
from db.settings import load_settings, stop

PIPELINE = "pipeline"  # load, score, train, history
CHECK = "check"  # how a file would be read
INBOX = "inbox"  # load what is new in the inbox, then as above
ROLL_BACK = "roll-back"  # serve an earlier run again
NAMES = (PIPELINE, CHECK, INBOX, ROLL_BACK)
QUEUE = "pipeline"


def ask(url: str, name: str, arguments: Sequence[str] = ()) -> int | None:
    """Put a job in the queue; None when one of this kind is waiting already. Returns the job's number.

    All jobs share a lock, so that never two of them run at once.
    """
    app = App(connector=SyncPsycopgConnector(conninfo=url))
    with app.open():
        # A check changes nothing, so any number of them may wait.
        waiting = None if name == CHECK else name
        job = app.configure_task(name, queue=QUEUE, queueing_lock=waiting, lock=PIPELINE)
        try:
            number: int = job.defer(arguments=[*arguments])
        except AlreadyEnqueued:
            return None
    return number


def jobs(engine: Engine, job_id: int | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """The newest jobs, or one of them: status, script, step, the last lines of output."""
    with engine.connect() as connection:
        found = connection.execute(text(read_sql("db/sql/jobs")), {"job_id": job_id, "limit": limit})
        return [dict(row) for row in found.mappings()]


def cancel(url: str, job_id: int) -> bool:
    """Cancel a job that waits, or have a running one ended by its worker; False when there is nothing to cancel."""
    app = App(connector=SyncPsycopgConnector(conninfo=url))
    with app.open():
        cancelled: bool = app.job_manager.cancel_job_by_id(job_id, abort=True)
    return cancelled


def _print_job(job: dict[str, Any]) -> None:
    where = f"{job['script']} ({job['script_number']} of {job['scripts']})" if job["script"] else ""
    step = f": {job['step']}" if job["step"] and job["status"] == "doing" else ""
    arguments = " ".join(job["args"].get("arguments", []))
    print(f"{job['job_id']:>5}  {job['job']:<10} {job['status']:<10} {where}{step}  {arguments}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask the worker for work, and see how it goes.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, title in (("run", "load, score, train and work out the history"), ("check", "show how a file is read")):
        command = commands.add_parser(name, help=title)
        command.add_argument("data", nargs="?" if name == "run" else None, help="a path that the worker sees, or s3://")
    commands.add_parser("inbox", help="load what is new in the inbox now")
    commands.add_parser("list", help="the newest jobs")
    for name, title in (("show", "one job with its last output"), ("cancel", "cancel a job, waiting or running")):
        commands.add_parser(name, help=title).add_argument("job", type=int)
    options, flags = parser.parse_known_args()
    settings = load_settings()
    url = database_url(settings)
    engine = engine_for(url, settings.time_zone)
    upgrade(engine)
    if options.command == "list":
        for job in jobs(engine):
            _print_job(job)
    elif options.command == "show":
        found = jobs(engine, options.job)
        if not found:
            stop(f"there is no job {options.job}. `python -m db.jobs list` shows the newest.")
        _print_job(found[0])
        print("\n".join(filter(None, (found[0]["output"], found[0]["problem"]))))
    elif options.command == "cancel":
        if not cancel(url, options.job):
            stop(f"job {options.job} neither waits nor runs.")
        print(f"Job {options.job} is cancelled; a running one is ended by its worker.")
    else:
        name = PIPELINE if options.command == "run" else options.command
        data = getattr(options, "data", None)
        number = ask(url, name, [*([data] if data else []), *flags])
        if number is None:
            stop(f"a job of this kind ({name}) is waiting already; wait until the worker has begun it.")
        print(f"Job {number} is in the queue.")
    engine.dispose()


if __name__ == "__main__":
    main()
