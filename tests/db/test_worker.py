"""The worker runs what is put in the queue, and a failing script is seen as failed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.settings import ROOT
from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, LINES, write


@pytest.fixture
def worker(database_url: str, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-m", "db.worker"], cwd=ROOT, env=environment)
    yield process
    process.terminate()
    assert process.wait(timeout=30) is not None


def status_of(engine: Engine, number: int) -> str:
    """The job's last status, once it is over."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            status: str = connection.execute(
                text("select status::text from procrastinate_jobs where id = :number"), {"number": number}
            ).scalar_one()
        if status not in ("todo", "doing"):
            return status
        time.sleep(0.2)
    raise AssertionError("the job did not end")


@pytest.mark.usefixtures("worker")
def test_a_job_loads_scores_and_publishes_and_a_bad_file_fails(
    engine: Engine, run_script: Runner, tmp_path: Path
) -> None:
    asked = run_script("-m", "db.jobs", write(tmp_path, [HEADER, *LINES]))
    assert asked.stdout.strip() == "Job 1 is in the queue.", asked.stderr
    assert status_of(engine, 1) == "succeeded"
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from published")).scalar_one() == 1
    run_script("-m", "db.jobs", tmp_path / "nowhere.csv")
    assert status_of(engine, 2) == "failed"


def test_a_second_job_is_refused_while_one_waits(run_script: Runner) -> None:
    assert run_script("-m", "db.jobs").returncode == 0
    second = run_script("-m", "db.jobs")
    assert second.returncode == 2
    assert "waiting already" in second.stderr
