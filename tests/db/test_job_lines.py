"""The worker's log has one line of JSON for each job that is over, and no value of anybody's file in it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.jobs import CHECK, PIPELINE, ask
from tests.conftest import StartWorker
from tests.db.test_worker import asked, is_over, wait_for
from tests.etl.test_load_data import HEADER, LINES, write


def test_each_job_that_is_over_is_a_line(
    engine: Engine, database_url: str, start_worker: StartWorker, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good = asked(ask(database_url, CHECK, [str(write(tmp_path, [HEADER, *LINES]))]))
    missing = asked(ask(database_url, PIPELINE, [str(tmp_path / "of-17850.csv")]))
    start_worker()
    for number in (good, missing):
        wait_for(engine, number, is_over)
    lines = [line for line in capfd.readouterr().out.splitlines() if line.startswith("{")]
    told = {line["job_id"]: line for line in map(json.loads, lines)}
    assert {number: (line["event"], line["job"], line["outcome"]) for number, line in told.items()} == {
        good: ("job", CHECK, "finished"),
        missing: ("job", PIPELINE, "failed"),
    }
    assert all(line["seconds"] >= 0 for line in told.values())
    assert not any("17850" in line for line in lines)
