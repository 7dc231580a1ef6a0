"""Who asks for a job while the queue's database is away is told so, soon."""

import socket

import pytest
from sqlalchemy import Engine

from db import jobs
from db.jobs import QueueAwayError


def test_a_database_that_is_away_is_said_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 0.5)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # nobody listens
        url = f"postgresql://shop@127.0.0.1:{nobody.getsockname()[1]}/shop"
        with pytest.raises(QueueAwayError):
            jobs.ask(url, jobs.CHECK)
        with pytest.raises(QueueAwayError):
            jobs.cancel(url, 1)


def test_one_job_of_a_kind_waits_and_is_cancelled(database_url: str, engine: Engine) -> None:
    job = jobs.ask(database_url, jobs.PIPELINE)
    assert job is not None
    assert jobs.ask(database_url, jobs.PIPELINE) is None
    assert jobs.cancel(database_url, job)
    assert not jobs.cancel(database_url, job)
    assert [(each["job_id"], each["status"]) for each in jobs.jobs(engine)] == [(job, "cancelled")]
