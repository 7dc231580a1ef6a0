"""Jobs that were left in the middle, because their worker died: another worker takes them up."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from db.queries import read_sql

if TYPE_CHECKING:
    from procrastinate import App

SILENCE = 10.0  # seconds without a sign of life, after which a worker counts as dead
ATTEMPTS = 3  # of a job whose worker dies in the middle of it
LOOK_EVERY = 3.0  # seconds


def take_up_left_jobs(engine: Engine, at_work: Sequence[int] = ()) -> Sequence[Any]:
    """Put the jobs of dead workers back in the queue; after ATTEMPTS times they have failed, and cancelled ones end.

    `at_work` are the caller's own jobs, which it has not left, however late its signs of life are (a laptop that
    slept). Returns a row for each: job_id, status, problem.
    """
    values = {"attempts": ATTEMPTS, "silence": SILENCE, "at_work": [*at_work]}
    with engine.begin() as connection:
        return connection.execute(text(read_sql("db/sql/left_jobs")), values).all()


async def look_after_jobs(app: "App", engine: Engine, at_work: Mapping[int, int]) -> None:
    """Take up left jobs for as long as the worker runs; `at_work` is its own jobs, each with the worker's number.

    A worker that was told to stop gives no more signs of life, while its job still ends; so they are given here.
    """
    while True:
        try:
            for worker in {*at_work.values()}:
                await app.job_manager.update_heartbeat(worker)
            for job in await asyncio.to_thread(take_up_left_jobs, engine, [*at_work]):
                print(f"Job {job.job_id}: {job.problem}.", flush=True)
        except OperationalError as error:
            print(f"The database does not answer ({str(error.orig).strip().splitlines()[0]}).", flush=True)
        await asyncio.sleep(LOOK_EVERY)
