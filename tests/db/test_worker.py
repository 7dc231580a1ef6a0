"""The worker runs what is put in the queue, one job at a time; others see how it goes, and may end it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from procrastinate import SyncPsycopgConnector
from sqlalchemy import Engine, text

from db.engine import make_engine
from db.job_scripts import make_app
from db.jobs import CHECK, IMPORT, INBOX, PIPELINE, ask, cancel, jobs
from db.left_jobs import ATTEMPTS, take_up_left_jobs
from db.pipeline_lock import pipeline_lock
from db.settings import ROOT, Settings
from tests.conftest import Runner, StartWorker
from tests.etl.test_load_data import HEADER, LINES, write

WAITED = 90.0  # seconds
CANCELLED = "cancelled; what was published stays as it was"


def wait_for(engine: Engine, number: int, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The job, once the condition holds for it."""
    deadline = time.monotonic() + WAITED
    while time.monotonic() < deadline:
        job = jobs(engine, number)[0]
        if condition(job):
            return job
        time.sleep(0.1)
    raise AssertionError(f"it never came to that: {jobs(engine, number)}")


def wait_until(engine: Engine, question: str) -> None:
    """Returns once the question's answer is true."""
    deadline = time.monotonic() + WAITED
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(text(question)).scalar_one():
            assert time.monotonic() < deadline, f"it never came to that: {question}"
            time.sleep(0.1)


def is_held_up(job: dict[str, Any]) -> bool:
    """Its script waits for the lock that the test holds."""
    return "Another pipeline is at work" in (job["output"] or "")


def is_over(job: dict[str, Any]) -> bool:
    return job["status"] not in {"todo", "doing"}


def asked(number: int | None) -> int:
    assert number is not None
    return number


def published(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("select run_id from published")).scalars())


def test_a_job_loads_scores_publishes_and_tells_what_it_did(
    engine: Engine, database_url: str, start_worker: StartWorker, run_script: Runner, tmp_path: Path
) -> None:
    said = run_script("-m", "db.jobs", "run", write(tmp_path, [HEADER, *LINES]))
    assert said.stdout.strip() == "Job 1 is in the queue.", said.stderr
    second = run_script("-m", "db.jobs", "run")
    assert (second.returncode, "waiting already" in second.stderr) == (2, True)
    checking = asked(ask(database_url, CHECK, [str(tmp_path / "lines.csv")]))
    start_worker()
    done = wait_for(engine, 1, is_over)
    assert (done["status"], done["script"], done["script_number"]) == ("succeeded", "etl/history.py", 4)
    assert "7 lines in, 7 kept" in done["output"]
    assert published(engine) == [1]
    assert "decimal point" in wait_for(engine, checking, is_over)["output"]
    missing = asked(ask(database_url, PIPELINE, [str(tmp_path / "nowhere.csv")]))
    failed = wait_for(engine, missing, is_over)
    assert failed["status"] == "failed"
    assert "nowhere.csv: there is no such file" in failed["problem"]
    shown = run_script("-m", "db.jobs", "show", str(missing))
    assert "nowhere.csv: there is no such file" in shown.stdout and "failed" in shown.stdout
    assert "last heard of 20" in shown.stdout
    listed = run_script("-m", "db.jobs", "list").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["pipeline", "check", "pipeline"]


def test_a_running_job_is_cancelled_and_a_second_waits_for_its_turn_with_two_workers(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    for _ in range(2):
        start_worker()
    wait_until(engine, "select count(*) = 2 from procrastinate_workers")
    path = str(write(tmp_path, [HEADER, *LINES]))
    with pipeline_lock(engine):  # the job's first script waits for it
        first = asked(ask(database_url, PIPELINE, [path]))
        wait_for(engine, first, is_held_up)
        second = asked(ask(database_url, CHECK, [path]))
        assert jobs(engine, second)[0]["status"] == "todo"
        assert cancel(database_url, first)
        ended = wait_for(engine, first, is_over)
        assert (ended["status"], ended["problem"]) == ("aborted", CANCELLED)
        wait_for(engine, second, lambda job: job["status"] == "doing")
    assert wait_for(engine, second, is_over)["status"] == "succeeded"
    assert published(engine) == []
    assert not cancel(database_url, first)


def test_a_job_whose_worker_was_killed_is_done_by_the_next_one_and_so_is_the_one_behind_it(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    worker = start_worker()
    path = str(write(tmp_path, [HEADER, *LINES]))
    with pipeline_lock(engine):
        number = asked(ask(database_url, PIPELINE, [path]))
        wait_for(engine, number, is_held_up)
        behind = asked(ask(database_url, PIPELINE, [path]))
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
        # The test holds the one connection that is left; the killed worker's script must give up its own.
        wait_until(
            engine,
            "select count(*) <= 1 from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
        )
        assert jobs(engine, number)[0]["status"] == "doing"
        with engine.begin() as connection:
            connection.execute(text("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'"))
    start_worker()
    done = wait_for(engine, number, is_over)
    assert (done["status"], done["attempts"], done["problem"]) == ("succeeded", 2, None)
    assert published(engine) == [1]
    assert wait_for(engine, behind, is_over)["status"] == "succeeded"


def test_a_job_at_work_goes_back_to_the_queue_when_its_worker_is_stopped(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    worker = start_worker("-c", "import asyncio; from db.worker import work; asyncio.run(work(graceful=0.1))")
    path = str(write(tmp_path, [HEADER, *LINES]))
    with pipeline_lock(engine):
        number = asked(ask(database_url, PIPELINE, [path]))
        wait_for(engine, number, is_held_up)
        behind = asked(ask(database_url, PIPELINE, [path]))
        worker.terminate()
        assert worker.wait(timeout=60) == 0
    job = jobs(engine, number)[0]
    assert (job["status"], job["problem"]) == ("todo", "its worker was stopped; it is tried again")
    assert jobs(engine, behind)[0]["status"] == "todo"


def leave_in_the_middle(engine: Engine, number: int, attempts: int = 0, *, cancelled: bool = False) -> None:
    """As a worker does that was killed, and forgotten since."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "update procrastinate_jobs set status = 'doing', attempts = :attempts, abort_requested = :cancelled"
                " where id = :number"
            ),
            {"attempts": attempts, "cancelled": cancelled, "number": number},
        )


@pytest.mark.parametrize(
    ("attempts", "cancelled", "status", "problem"),
    [
        (0, False, "todo", "its worker died in the middle of it; it is tried again"),
        (ATTEMPTS - 1, False, "failed", f"its worker died in the middle of it, {ATTEMPTS} times"),
        (0, True, "aborted", CANCELLED),
    ],
)
def test_a_left_job_is_tried_again_or_ends_with_its_reason(
    engine: Engine, database_url: str, attempts: int, cancelled: bool, status: str, problem: str
) -> None:
    number = asked(ask(database_url, PIPELINE, ["lines.csv"]))
    leave_in_the_middle(engine, number, attempts, cancelled=cancelled)
    behind = asked(ask(database_url, PIPELINE, ["later.csv"]))
    assert take_up_left_jobs(engine, at_work=[number]) == []
    assert [(job.job_id, job.status) for job in take_up_left_jobs(engine)] == [(number, status)]
    job = jobs(engine, number)[0]
    assert (job["status"], job["problem"].startswith(problem)) == (status, True)
    assert jobs(engine, behind)[0]["status"] == "todo"
    assert take_up_left_jobs(engine) == []


def test_a_job_of_a_living_worker_is_not_taken_from_it(engine: Engine, database_url: str) -> None:
    number = asked(ask(database_url, PIPELINE, ["lines.csv"]))
    leave_in_the_middle(engine, number)
    with engine.begin() as connection:
        connection.execute(
            text(
                "with worker as (insert into procrastinate_workers default values returning id)"
                " select set_config('test.worker', id::text, true) from worker"
            )
        )
        connection.execute(text("update procrastinate_jobs set worker_id = current_setting('test.worker')::bigint"))
    assert take_up_left_jobs(engine) == []


def test_flags_stand_behind_the_data_and_a_path_is_named_in_full(engine: Engine, run_script: Runner) -> None:
    wrong = run_script("-m", "db.jobs", "run", "--mode", "replace-all", "README.md")
    assert (wrong.returncode, "DATA comes first" in wrong.stderr, jobs(engine)) == (2, True, [])
    right = run_script("-m", "db.jobs", "run", "README.md", "--mode", "replace-all")
    assert (right.returncode, right.stderr) == (0, "")
    assert jobs(engine)[0]["args"]["arguments"] == [str(ROOT / "README.md"), "--mode", "replace-all"]


def test_a_refused_job_is_one_sentence_in_the_workers_log(
    engine: Engine, database_url: str, start_worker: StartWorker, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    start_worker()
    number = asked(ask(database_url, CHECK, [str(tmp_path / "nowhere.csv")]))
    wait_for(engine, number, is_over)
    wait_until(engine, f"select count(*) = 1 from procrastinate_events where job_id = {number} and type = 'failed'")
    said = capfd.readouterr()
    assert "nowhere.csv: there is no such file" in said.err
    assert "Traceback" not in said.err


def test_the_inbox_is_loaded_file_by_file_and_a_bad_one_stops_no_other(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    start_worker(INBOX=str(inbox))
    empty = wait_for(engine, asked(ask(database_url, INBOX)), is_over)
    assert (empty["status"], empty["script"]) == ("succeeded", "etl/load_data.py")

    write(inbox, [HEADER, *LINES[:4]], "2011-01.csv")
    write(inbox, ["no order lines", "at all"], "2011-02.csv")
    write(inbox, [HEADER, *LINES[4:]], "2011-03.csv")
    failed = wait_for(engine, asked(ask(database_url, INBOX)), is_over)
    assert failed["status"] == "failed"
    assert "1 of 3 files were refused, the others are loaded" in failed["problem"]
    assert "2011-02.csv" in failed["problem"]
    assert published(engine) == [1]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from transactions")).scalar_one() == len(LINES)

    (inbox / "2011-02.csv").unlink()
    again = wait_for(engine, asked(ask(database_url, INBOX)), is_over)
    assert again["status"] == "succeeded"
    assert again["output"].count("already loaded") == 2
    assert published(engine) == [1]


def test_the_inbox_has_its_time(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=database_url, data_dir=tmp_path, inbox=str(tmp_path), inbox_schedule="5 4 * * *")
    engine = make_engine(settings)
    app = make_app(database_url, engine, settings)
    task = app.periodic_registry.periodic_tasks[INBOX, ""]
    assert (task.cron, task.configure_kwargs.get("lock")) == ("5 4 * * *", PIPELINE)
    with app.replace_connector(SyncPsycopgConnector(conninfo=database_url)) as deferring, deferring.open():
        deferring.tasks[INBOX].configure(lock=PIPELINE).defer(timestamp=1)
    assert jobs(engine)[0]["job"] == INBOX
    engine.dispose()


def test_an_import_removes_its_file_and_the_lines_that_its_checks_have_shown(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    path = write(tmp_path, [HEADER, *LINES], "upload")
    start_worker()
    arguments = [str(path), "--name=orders.csv"]
    checking = wait_for(engine, asked(ask(database_url, CHECK, arguments)), is_over)
    assert len(checking["report"]["files"][0]["first_lines"]) == 5
    assert "17850" in checking["output"]
    refused = wait_for(engine, asked(ask(database_url, IMPORT, [*arguments, "--decimal=comma"])), is_over)
    assert (refused["status"], path.exists()) == ("failed", True)
    assert refused["report"]["refused"]["problem"] in refused["problem"]
    done = wait_for(engine, asked(ask(database_url, IMPORT, arguments)), is_over)
    assert (done["status"], done["script"], path.exists()) == ("succeeded", "etl/history.py", False)
    assert done["report"]["result"]["lines_kept"] == 7
    assert published(engine) == [1]
    checked = jobs(engine, checking["job_id"])[0]
    assert (checked["report"], checked["output"]) == (None, "")


def test_a_worker_that_came_with_the_web_server_ends_when_that_is_killed(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    # As infra/web.sh does: the shell starts the worker, and becomes the server.
    script = f"ENDS_WITH_PARENT=$$ {sys.executable} -m db.worker & exec sleep 600"
    environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    server = subprocess.Popen(["bash", "-c", script], cwd=ROOT, env=environment)
    try:
        wait_until(engine, "select count(*) = 1 from procrastinate_workers")
    finally:
        server.kill()
        server.wait(timeout=10)
    wait_until(engine, "select count(*) = 0 from procrastinate_workers")
