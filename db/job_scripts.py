"""What the worker does with a job: its scripts as child processes, their progress told, ended when it is cancelled."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Status
from sqlalchemy import Engine, text

from db.jobs import CHECK, INBOX, NAMES, PIPELINE, QUEUE, ROLL_BACK
from db.settings import ROOT, Settings

AFTER_LOADING = (["etl/etl_pipeline.py"], ["ml/ml_model.py"], ["etl/history.py"])
LINES_KEPT = 60  # of what a script prints
TELL_EVERY = 0.5  # seconds
GRACE = (10.0, 5.0)  # seconds after Ctrl-C, and after SIGTERM
STALLED = 10.0  # seconds without a sign of life from a worker
ATTEMPTS = 3  # of a job whose worker dies in the middle of it
CARE = "care"


class StepFailedError(Exception):
    """A script ended with an error; the message is its own last line."""


class Progress:
    """What others can read of a running job: its script, its step, its last lines."""

    def __init__(self, engine: Engine, job_id: int, scripts: int) -> None:
        self.engine = engine
        self.job_id = job_id
        self.scripts = scripts
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self.part = ""  # of a line that is not ended: the step at work
        self.script, self.number = "", 0
        self.told, self.untold = 0.0, False

    def begin(self, script: str) -> None:
        self.script, self.number = script, self.number + 1
        self.tell()

    def take(self, chunk: str) -> None:
        """What the script has printed since, if anything."""
        self.untold = self.untold or bool(chunk)
        *whole, self.part = (self.part + chunk).replace("\r\n", "\n").split("\n")
        self.lines.extend(line.rstrip() for line in whole if line.strip())
        if self.untold and time.monotonic() - self.told > TELL_EVERY:
            self.tell()

    def tell(self, problem: str | None = None) -> None:
        values = {
            "job_id": self.job_id,
            "script": self.script,
            "number": self.number,
            "scripts": self.scripts,
            "step": self.part.strip(),
            "output": "\n".join(self.lines).replace("\0", ""),
            "problem": problem,
        }
        with self.engine.begin() as connection:
            connection.execute(
                text(
                    "insert into job_progress (job_id, script, script_number, scripts, step, output, problem)"
                    " values (:job_id, :script, :number, :scripts, :step, :output, :problem)"
                    " on conflict (job_id) do update set script = excluded.script, problem = excluded.problem,"
                    " script_number = excluded.script_number, scripts = excluded.scripts, step = excluded.step,"
                    " output = excluded.output, updated_at = clock_timestamp()"
                ),
                values,
            )
        self.told, self.untold = time.monotonic(), False


def run_script(arguments: Sequence[str], progress: Progress, should_end: Callable[[], bool]) -> None:
    """Run a script as a child process, telling its progress.

    Raises StepFailedError when it fails, and JobAborted after ending it when `should_end` says so.
    """
    progress.begin(" ".join(arguments[:2] if arguments[0] == "-m" else arguments[:1]))
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "ENDS_WITH_PARENT": str(os.getpid())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    for chunk in _output(child):
        progress.take(chunk)
        if should_end():
            _end(child)
            progress.tell("cancelled; what was published stays as it was")
            raise JobAborted
    code = child.wait()
    progress.tell()
    if code:
        raise StepFailedError(progress.lines[-1] if progress.lines else f"{arguments[0]} ended with code {code}")


def _output(child: "subprocess.Popen[bytes]") -> Iterator[str]:
    """What the child prints, and an empty text now and then while it prints nothing."""
    if child.stdout is None:
        raise ValueError("the child's output is not piped")
    with child.stdout as output, selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if not selector.select(TELL_EVERY):
                yield ""
            elif chunk := os.read(output.fileno(), 1 << 16):
                yield chunk.decode("utf-8", "replace")
            else:
                return


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C first, which a script answers by leaving everything as it was; then less politely."""
    for number, grace in zip((signal.SIGINT, signal.SIGTERM), GRACE, strict=True):
        child.send_signal(number)
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            continue
        return
    child.kill()
    child.wait()


def scripts_of(name: str, arguments: Sequence[str], settings: Settings) -> list[list[str]]:
    """The scripts of a job, in their order."""
    if name == CHECK:
        return [["etl/load_data.py", *arguments, "--check"]]
    if name == ROLL_BACK:
        return [["-m", "db.rollback", *arguments]]
    if name == INBOX:
        if settings.inbox is None:
            raise StepFailedError("INBOX is not set; it names a folder or an s3:// prefix.")
        return [["etl/load_data.py", settings.inbox, "--each"], *AFTER_LOADING]
    return [["-m", "etl.get_data", *arguments], *AFTER_LOADING]


def make_app(url: str, engine: Engine, settings: Settings) -> App:
    """The app that knows every job."""
    app = App(connector=PsycopgConnector(conninfo=url))

    def run_job(context: JobContext, name: str, arguments: Sequence[str]) -> None:
        if context.job.id is None:
            raise ValueError("a job without a number cannot be told of")
        scripts = scripts_of(name, arguments, settings)
        progress = Progress(engine, context.job.id, len(scripts))
        refused: StepFailedError | None = None
        try:
            for script in scripts:
                try:
                    run_script(script, progress, context.should_abort)
                except StepFailedError as problem:
                    # Files of the inbox that were refused must not hold up the good ones.
                    if "--each" not in script:
                        raise
                    refused = problem
            if refused:
                raise refused
        except StepFailedError as problem:
            progress.tell(str(problem))
            raise

    def job_named(name: str) -> Callable[..., None]:
        def job(context: JobContext, timestamp: int | None = None, arguments: Sequence[str] = ()) -> None:
            run_job(context, name, arguments)

        return job

    for name in NAMES:
        task = app.task(name=name, queue=QUEUE, pass_context=True)(job_named(name))
        if name == INBOX and settings.inbox is not None:
            app.periodic(cron=settings.inbox_schedule, queueing_lock=INBOX, lock=PIPELINE)(task)

    @app.periodic(cron="* * * * *")
    @app.task(name="look-after-stalled-jobs", queue=CARE, queueing_lock=CARE)
    async def look_after(timestamp: int) -> None:
        await look_after_stalled_jobs(app)

    return app


async def look_after_stalled_jobs(app: App) -> None:
    """Jobs whose worker has died: try them again, and after ATTEMPTS times call them failed."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED):
        if job.id is None:
            continue
        print(f"Job {job.id} was left by its worker in the middle of its work.", flush=True)
        if job.attempts + 1 < ATTEMPTS:
            await app.job_manager.retry_job_by_id_async(job_id=job.id, retry_at=datetime.now(UTC))
        else:
            await app.job_manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
