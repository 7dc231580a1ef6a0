"""The worker: `python -m db.worker` runs the jobs of the queue, one at a time, as the standalone scripts."""

import asyncio

from db.engine import database_url, make_engine
from db.job_scripts import CARE, STALLED, look_after_stalled_jobs, make_app
from db.jobs import QUEUE
from db.migrate import upgrade
from db.settings import load_settings

HEARTBEAT = 2.0  # seconds
GRACEFUL = 30.0  # seconds for the job at work when the worker is told to stop


async def work() -> None:
    """Run jobs until the worker is told to stop."""
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    app = make_app(database_url(settings), engine, settings)
    async with app.open_async():
        await look_after_stalled_jobs(app)
        inbox = f" The inbox {settings.inbox} is loaded at '{settings.inbox_schedule}'." if settings.inbox else ""
        print(f"The worker waits for jobs.{inbox}", flush=True)
        await app.run_worker_async(
            queues=[QUEUE, CARE],
            concurrency=2,  # so that stalled jobs are looked after while one is at work
            shutdown_graceful_timeout=GRACEFUL,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
        )


def main() -> None:
    asyncio.run(work())


if __name__ == "__main__":
    main()
