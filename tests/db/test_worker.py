"""The worker runs what is put in the queue, one job at a time; others see how it goes, and may end it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate import SyncPsycopgConnector
from sqlalchemy import Engine, text

from db.engine import make_engine
from db.job_scripts import make_app
from db.jobs import CHECK, INBOX, PIPELINE, ask, cancel, jobs
from db.pipeline_lock import pipeline_lock
from db.settings import ROOT, Settings
from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, LINES, write

WAITED = 90.0  # seconds
StartWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(database_url: str, tmp_path: Path) -> Iterator[StartWorker]:
    started = []

    def start(**settings: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), **settings}
        started.append(subprocess.Popen([sys.executable, "-m", "db.worker"], cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        assert process.wait(timeout=60) is not None


def wait_for(engine: Engine, number: int, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The job, once the condition holds for it."""
    deadline = time.monotonic() + WAITED
    while time.monotonic() < deadline:
        job = jobs(engine, number)[0]
        if condition(job):
            return job
        time.sleep(0.1)
    raise AssertionError(f"it never came to that: {jobs(engine, number)}")


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
    listed = run_script("-m", "db.jobs", "list").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["pipeline", "check", "pipeline"]


def test_a_running_job_is_cancelled_and_a_second_waits_for_its_turn(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    start_worker()
    path = str(write(tmp_path, [HEADER, *LINES]))
    with pipeline_lock(engine):  # the job's first script waits for it
        first = asked(ask(database_url, PIPELINE, [path]))
        wait_for(engine, first, lambda job: "Another pipeline is at work" in (job["output"] or ""))
        second = asked(ask(database_url, CHECK, [path]))
        assert jobs(engine, second)[0]["status"] == "todo"
        assert cancel(database_url, first)
        ended = wait_for(engine, first, is_over)
        assert (ended["status"], ended["problem"]) == (
            "aborted",
            "cancelled; what was published stays as it was",
        )
        wait_for(engine, second, lambda job: job["status"] == "doing")
    assert wait_for(engine, second, is_over)["status"] == "succeeded"
    assert published(engine) == []
    assert not cancel(database_url, first)


def test_a_job_whose_worker_was_killed_is_done_by_the_next_one(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    worker = start_worker()
    with pipeline_lock(engine):
        number = asked(ask(database_url, PIPELINE, [str(write(tmp_path, [HEADER, *LINES]))]))
        wait_for(engine, number, lambda job: "Another pipeline is at work" in (job["output"] or ""))
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
        stalled = text("select max(last_heartbeat) < now() - interval '10 s' from procrastinate_workers")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            deadline = time.monotonic() + WAITED
            while not connection.execute(stalled).scalar_one() and time.monotonic() < deadline:
                time.sleep(0.2)
            waiting = (
                "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            )
            assert connection.execute(text(waiting)).scalar_one() <= 1, "the killed worker's script works on"
    start_worker()
    done = wait_for(engine, number, is_over)
    assert (done["status"], done["attempts"]) == ("succeeded", 2)
    assert published(engine) == [1]


def test_the_inbox_is_loaded_file_by_file_and_a_bad_one_stops_no_other(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write(inbox, [HEADER, *LINES[:4]], "2011-01.csv")
    write(inbox, ["no order lines", "at all"], "2011-02.csv")
    write(inbox, [HEADER, *LINES[4:]], "2011-03.csv")
    start_worker(INBOX=str(inbox))
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
