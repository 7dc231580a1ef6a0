"""The worker: `python -m db.worker` runs the jobs of the queue, one at a time, as the standalone scripts."""

import asyncio
import logging
import os
import signal

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.engine import database_url, make_engine
from db.job_scripts import StepFailedError, make_app
from db.jobs import QUEUE
from db.left_jobs import SILENCE, look_after_jobs
from db.migrate import upgrade
from db.settings import Settings, load_settings
from db.uploads import remove_old_uploads, upload_folder

HEARTBEAT = 2.0  # seconds
UPLOADS_EVERY = 3600.0
GRACEFUL = 30.0  # seconds for the job at work when the worker is told to stop


def without_traceback(record: logging.LogRecord) -> bool:
    """What a script refused is told by its sentence; a traceback of ours adds nothing."""
    if record.exc_info and isinstance(record.exc_info[1], StepFailedError):
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[1]})", ()
        record.exc_info = None
    return True


async def end_with_parent(parent: int) -> None:
    """Tell this process to stop, as its parent would, once the parent is gone."""
    while True:
        await asyncio.sleep(1.0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return


async def look_after_uploads(engine: Engine, settings: Settings) -> None:
    """Remove what nobody has loaded within a day, for as long as the worker runs."""
    while True:
        try:
            await asyncio.to_thread(remove_old_uploads, engine, upload_folder(settings))
        except (OperationalError, OSError) as error:
            print(f"Old uploads stay for now ({type(error).__name__}).", flush=True)
        await asyncio.sleep(UPLOADS_EVERY)


async def work(graceful: float = GRACEFUL) -> None:
    """Run jobs until the worker is told to stop; the job at work then has `graceful` seconds to end by itself."""
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    logging.getLogger("procrastinate.worker").addFilter(without_traceback)
    at_work: dict[int, int] = {}
    app = make_app(database_url(settings), engine, settings, at_work)
    async with app.open_async():
        inbox = f" The inbox {settings.inbox} is loaded at '{settings.inbox_schedule}'." if settings.inbox else ""
        print(f"The worker waits for jobs.{inbox}", flush=True)
        cares = [
            asyncio.create_task(look_after_jobs(app, engine, at_work)),
            asyncio.create_task(look_after_uploads(engine, settings)),
        ]
        if parent := os.environ.get("ENDS_WITH_PARENT"):
            cares.append(asyncio.create_task(end_with_parent(int(parent))))
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=1,
                shutdown_graceful_timeout=graceful,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
            )
        finally:
            for care in cares:
                care.cancel()


def main() -> None:
    folder = load_settings().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "worker.pid").write_text(str(os.getpid()))  # for db.stop
    asyncio.run(work())


if __name__ == "__main__":
    main()
