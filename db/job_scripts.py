"""What the worker does with a job: its scripts as child processes, their progress told, ended when it is cancelled."""

import codecs
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job
from sqlalchemy import Engine, text

from db.job_lines import told_when_over
from db.jobs import CHECK, ERASE, IMPORT, INBOX, NAMES, PIPELINE, QUEUE, ROLL_BACK, RULES
from db.settings import ROOT, Settings
from db.uploads import remove_upload

LOADER = "etl/load_data.py"
MONTH_ENDS = ["etl/history.py", "--rules"]
AFTER_LOADING = (["etl/etl_pipeline.py"], ["ml/ml_model.py"], ["etl/history.py"])
LINES_KEPT = 60  # of what a script prints
TELL_EVERY = 0.5  # seconds
GRACE = (10.0, 5.0)  # seconds after Ctrl-C, and after SIGTERM


class StepFailedError(Exception):
    """A script ended with an error; the message is its own last line."""


class Progress:
    """What others can read of a running job: its script, its step, its last lines."""

    def __init__(self, engine: Engine, job_id: int) -> None:
        self.engine = engine
        self.job_id = job_id
        self.scripts = 0
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

    def tell_report(self, report: Path) -> None:
        """What the loader wrote of its file, if it came that far."""
        if report.exists():
            with self.engine.begin() as connection:
                connection.execute(
                    text("update job_progress set report = cast(:report as jsonb) where job_id = :job_id"),
                    {"report": report.read_text(encoding="utf-8"), "job_id": self.job_id},
                )

    def tell(self, problem: str | None = None) -> None:
        values = {
            "job_id": self.job_id,
            "script": self.script,
            "number": self.number,
            "scripts": self.scripts,
            "step": self.part.strip().replace("\0", ""),
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
    try:
        for chunk in _output(child):
            progress.take(chunk)
            if should_end():
                raise JobAborted
        code = child.wait()
    finally:
        _end(child)  # whatever went wrong, also here: a script that nobody looks after must not go on
    progress.tell()
    if code:
        raise StepFailedError(progress.lines[-1] if progress.lines else f"{arguments[0]} ended with code {code}")


def _output(child: "subprocess.Popen[bytes]") -> Iterator[str]:
    """What the child prints, and an empty text now and then while it prints nothing."""
    if child.stdout is None:
        raise ValueError("the child's output is not piped")
    with child.stdout as output, selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a letter may be cut in two
        while True:
            if not selector.select(TELL_EVERY):
                yield ""
            elif chunk := os.read(output.fileno(), 1 << 16):
                yield decoder.decode(chunk)
            else:
                return


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C first, which a script answers by leaving everything as it was; then less politely."""
    if child.poll() is not None:
        return
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
        return [[LOADER, *arguments, "--check"]]
    if name == IMPORT:
        return [[LOADER, *arguments], *AFTER_LOADING]
    if name == ROLL_BACK:
        return [["-m", "db.rollback", *arguments], MONTH_ENDS]
    if name == RULES:
        return [["etl/segment_rules.py", *arguments], MONTH_ENDS]
    if name == ERASE:
        return [["-m", "db.erase", "--hash", *arguments]]
    if name == INBOX:
        if settings.inbox is None:
            raise StepFailedError("INBOX is not set; it names a folder or an s3:// prefix.")
        return [[LOADER, settings.inbox, "--each"], *AFTER_LOADING]
    return [["-m", "etl.get_data", *arguments], *AFTER_LOADING]


@contextmanager
def reporting(scripts: Sequence[list[str]], progress: Progress) -> Iterator[list[list[str]]]:
    """The same scripts, of which the loader also writes a report of its file; it is told whatever comes of the load."""
    with tempfile.TemporaryDirectory(prefix="load-report-") as folder:
        report = Path(folder) / "report.json"
        try:
            yield [
                [*script, "--report", str(report)] if script[0] == LOADER and "--each" not in script else script
                for script in scripts
            ]
        finally:
            progress.tell_report(report)


class AgainAfterStop(BaseRetryStrategy):
    """A job that was ended because its worker was told to stop goes back to the queue; others end as they ended."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": 0}) if isinstance(exception, JobAborted) else None


def _nothing_loaded(engine: Engine) -> bool:
    with engine.connect() as connection:
        nothing: bool = connection.execute(text("select not exists (select from loads)")).scalar_one()
    return nothing


def _give_back(engine: Engine, job_id: int) -> None:
    """Let the job go back to the queue even if another of its kind waits there by now."""
    with engine.begin() as connection:
        connection.execute(
            text("update procrastinate_jobs set queueing_lock = null where id = :job_id"), {"job_id": job_id}
        )


def make_app(url: str, engine: Engine, settings: Settings, at_work: dict[int, int] | None = None) -> App:
    """The app that knows every job; `at_work` is told which jobs run in this process, each with its worker's number."""
    app = App(connector=PsycopgConnector(conninfo=url))
    running = {} if at_work is None else at_work

    def run_scripts(context: JobContext, progress: Progress, scripts: Sequence[Sequence[str]]) -> None:
        refused: StepFailedError | None = None
        for script in scripts:
            try:
                run_script(script, progress, context.should_abort)
            except StepFailedError as problem:
                # Files of the inbox that were refused must not hold up the good ones.
                if "--each" not in script:
                    raise
                refused = problem
            if "--each" in script and _nothing_loaded(engine):
                break  # a new shop with an empty inbox: there is nothing to score yet
        if refused:
            raise refused

    def run_job(context: JobContext, name: str, arguments: Sequence[str]) -> None:
        job_id, worker_id = context.job.id, context.job.worker_id
        if job_id is None or worker_id is None:
            raise ValueError("a job without a number cannot be told of")
        running[job_id] = worker_id
        progress = Progress(engine, job_id)
        try:
            scripts = scripts_of(name, arguments, settings)
            progress.scripts = len(scripts)
            with reporting(scripts, progress) as scripts:
                run_scripts(context, progress, scripts)
            if name == IMPORT:
                remove_upload(engine, Path(arguments[0]))
        except StepFailedError as problem:
            progress.tell(str(problem))
            raise
        except JobAborted:
            if context.abort_reason() is AbortReason.SHUTDOWN:
                _give_back(engine, job_id)
                progress.tell("its worker was stopped; it is tried again")
            else:
                progress.tell("cancelled; what was published stays as it was")
            raise
        finally:
            del running[job_id]

    def job_named(name: str) -> Callable[..., None]:
        def job(context: JobContext, timestamp: int | None = None, arguments: Sequence[str] = ()) -> None:
            with told_when_over(name, context.job.id):
                run_job(context, name, arguments)

        return job

    for name in NAMES:
        task = app.task(name=name, queue=QUEUE, pass_context=True, retry=AgainAfterStop())(job_named(name))
        if name == INBOX and settings.inbox is not None:
            app.periodic(cron=settings.inbox_schedule, queueing_lock=INBOX, lock=PIPELINE)(task)
    return app
