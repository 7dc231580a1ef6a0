"""The queue of jobs in PostgreSQL: `python -m db.jobs run [DATA]`, `check DATA`, `inbox`, `list`, `show N`, `cancel N`.

Jobs are put in by name, so that whoever asks need not import what does the work.
"""

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text

from db.engine import database_url, engine_for
from db.migrate import upgrade
from db.queries import read_sql
from db.settings import load_settings, stop

if TYPE_CHECKING:
    from procrastinate import App

PIPELINE = "pipeline"  # load, score, train, history
CHECK = "check"  # how a file would be read
INBOX = "inbox"  # load what is new in the inbox, then as above
IMPORT = "import"  # load a file that was uploaded, then as above
ROLL_BACK = "roll-back"  # serve an earlier run again
ERASE = "erase"  # a customer, by the keyed hash of the id
RULES = "segment-rules"  # segment the served customers by other rules
NAMES = (PIPELINE, CHECK, INBOX, IMPORT, ROLL_BACK, ERASE, RULES)
QUEUE = "pipeline"
PATIENCE = 5.0  # seconds that whoever asks waits for the database


class QueueAwayError(Exception):
    """The database of the queue cannot be reached, or does not answer as it should."""


@contextmanager
def _queue(url: str) -> Iterator["App"]:
    """The queue, to be asked or told something. Raises QueueAwayError."""
    from procrastinate import App, SyncPsycopgConnector  # noqa: PLC0415  # slow to load, and the web process seldom asks
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415  # as above
    from psycopg import OperationalError  # noqa: PLC0415  # as above; of the pool, when no connection comes
    from psycopg_pool import ConnectionPool  # noqa: PLC0415  # as above

    try:
        with closing(ConnectionPool(url, min_size=1, max_size=1, open=False)) as pool:
            pool.open(wait=True, timeout=PATIENCE)
            with App(connector=SyncPsycopgConnector()).open(pool) as app:
                yield app
    except (ConnectorException, OperationalError) as error:
        raise QueueAwayError(str(error)) from error


def ask(url: str, name: str, arguments: Sequence[str] = ()) -> int | None:
    """Put a job in the queue; None when one of this kind is waiting already. Returns the job's number.

    All jobs share a lock, so that never two of them run at once. Raises QueueAwayError.
    """
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415  # slow to load, as above

    with _queue(url) as app:
        # A check changes nothing, each import is a file of its own, each erasure a customer: any number may wait.
        waiting = None if name in {CHECK, IMPORT, ERASE} else name
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
    """Cancel a job that waits, or have a running one ended by its worker; False when there is nothing to cancel.

    Raises QueueAwayError.
    """
    with _queue(url) as app:
        cancelled: bool = app.job_manager.cancel_job_by_id(job_id, abort=True)
    return cancelled


def _print_job(job: dict[str, Any]) -> None:
    where = f"{job['script']} ({job['script_number']} of {job['scripts']})" if job["script"] else ""
    step = f": {job['step']}" if job["step"] and job["status"] == "doing" else ""
    begun = f"{job['started_at']:%Y-%m-%d %H:%M}" if job["started_at"] else ""
    arguments = " ".join(job["args"].get("arguments", []))
    print(f"{job['job_id']:>5}  {job['job']:<10} {job['status']:<10} {begun:<16}  {where}{step}  {arguments}".rstrip())


def _show(job: dict[str, Any] | None, job_id: int) -> None:
    if job is None:
        stop(f"there is no job {job_id}. `python -m db.jobs list` shows the newest.")
    _print_job(job)
    print("\n".join(filter(None, (job["output"], job["problem"]))))
    if job["updated_at"]:
        print(f"Begun {job['started_at']:%Y-%m-%d %H:%M:%S}, last heard of {job['updated_at']:%Y-%m-%d %H:%M:%S}.")


def _ask(url: str, name: str, arguments: Sequence[str]) -> None:
    number = ask(url, name, arguments)
    if number is None:
        stop(f"a job of this kind ({name}) is waiting already; wait until the worker has begun it.")
    print(f"Job {number} is in the queue.")


def _as_the_worker_sees(data: str) -> str:
    """The worker runs in a folder of its own; what lies here is named in full."""
    path = Path(data)
    return str(path.absolute()) if path.exists() else data


def main(arguments: list[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(description="Ask the worker for work, and see how it goes.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, title in (("run", "load, score, train and work out the history"), ("check", "show how a file is read")):
        command = commands.add_parser(
            name, help=title, epilog="Flags of etl/load_data.py come behind DATA.", allow_abbrev=False
        )
        command.add_argument("data", nargs="?" if name == "run" else None, help="a path that the worker sees, or s3://")
    commands.add_parser("inbox", help="load what is new in the inbox now")
    commands.add_parser("list", help="the newest jobs")
    for name, title in (("show", "one job with its last output"), ("cancel", "cancel a job, waiting or running")):
        commands.add_parser(name, help=title).add_argument("job", type=int)
    options, flags = parser.parse_known_args(given)
    if flags and options.command not in {"run", "check"}:
        parser.error(f"unrecognized arguments: {' '.join(flags)}")
    if flags and given[1] != options.data:
        # What belongs to a flag is known to the loader alone, so DATA is told by its place.
        stop(f"DATA comes first and its flags behind it: python -m db.jobs {options.command} DATA {flags[0]} ...")
    # It warns of an app in a main module, which matters for tasks alone.
    logging.getLogger("procrastinate.blueprints").setLevel(logging.ERROR)
    settings = load_settings()
    url = database_url(settings)
    engine = engine_for(url, settings.time_zone)
    upgrade(engine)
    if options.command == "list":
        for job in jobs(engine):
            _print_job(job)
    elif options.command == "show":
        _show(next(iter(jobs(engine, options.job)), None), options.job)
    elif options.command == "cancel":
        if not cancel(url, options.job):
            stop(f"job {options.job} neither waits nor runs.")
        print(f"Job {options.job} is cancelled; a running one is ended by its worker.")
    elif options.command == "inbox":
        _ask(url, INBOX, [])
    else:
        data = [_as_the_worker_sees(options.data)] if options.data else []
        _ask(url, PIPELINE if options.command == "run" else CHECK, [*data, *flags])
    engine.dispose()


if __name__ == "__main__":
    main()
