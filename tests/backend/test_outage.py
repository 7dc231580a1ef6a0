"""A database that goes away and comes back under load, processes that share nothing, and a stop that loses nothing."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from tests.backend.asking import Askers
from tests.backend.cable import Cable
from tests.backend.conftest import body, client_of
from tests.db.test_embedded import wait_until
from tests.e2e.server import serving

RECOVERS_WITHIN = 5.0  # seconds


def test_a_database_that_goes_away_and_comes_back_under_load(published_url: str, tmp_path: Path) -> None:
    place = make_url(published_url)
    with Cable(place.host or "", place.port or 5432) as cable:
        url = place.set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False)
        with serving(tmp_path, DATABASE_URL=url, DATA_DIR=str(tmp_path)) as server, Askers(server) as asked:
            for _ in range(2):
                wait_until(lambda: len(asked.answers) >= 50)
                cable.pull()
                away_from = len(asked.answers)
                wait_until(lambda from_=away_from: len(asked.answers) >= from_ + 100)  # type: ignore[misc]
                assert {status for _, status in asked.answers[away_from + 20 : away_from + 100]} == {503}
                assert not server.is_ready()
                cable.put_back()
                back = time.monotonic()
                wait_until(lambda since=back: asked.last(200) > since)  # type: ignore[misc]
                wait_until(lambda since=back: time.monotonic() > since + RECOVERS_WITHIN + 1)  # type: ignore[misc]
                assert asked.last(503) < back + RECOVERS_WITHIN
                assert server.is_ready()
    assert asked.statuses() == {200, 503}
    assert asked.wrong == []


@pytest.mark.parametrize(
    "application",
    [[], ["--preload", "tests.backend.connected_before_fork:create()"]],
    ids=["as shipped", "asked before the fork"],
)
def test_no_process_reads_what_another_asked_for(published_url: str, tmp_path: Path, application: list[str]) -> None:
    with (
        serving(tmp_path, *application, DATABASE_URL=published_url, DATA_DIR=str(tmp_path), WEB_WORKERS="3") as server,
        Askers(server, 12) as asked,
    ):
        wait_until(lambda: len(asked.answers) >= 400)
    assert asked.statuses() == {200}
    assert asked.wrong == []


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Somebody holds the table for themselves, so that questions to it wait."""
    connection = psycopg2.connect(url)
    try:
        connection.cursor().execute(f"lock table {table} in access exclusive mode")
        yield
    finally:
        connection.close()


def test_a_question_that_takes_too_long_is_ended(database_url: str) -> None:
    client = client_of(database_url, statement_timeout_seconds="1")
    with locked(database_url, "campaigns"):
        began = time.monotonic()
        answer = client.get("/api/campaigns")
        assert time.monotonic() - began < 10
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert body(answer)["title"] == "Too slow"
    assert client.get("/api/campaigns").status_code == 200
    client.application.extensions["database"].reset()


def test_a_stop_finishes_the_requests_at_work(database_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path)) as server:
        place = urlsplit(server.url)
        process = int((tmp_path / "server.pid").read_text())
        assert "argon2" in Path(f"/proc/{process}/maps").read_text(), "the code is loaded once, before the fork"
        answers: list[tuple[int, bytes]] = []

        def ask() -> None:
            connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
            with closing(connection):
                connection.request("GET", "/api/campaigns")
                answer = connection.getresponse()
                answers.append((answer.status, answer.read()))

        with locked(database_url, "campaigns"):
            clients = [threading.Thread(target=ask) for _ in range(4)]
            for client in clients:
                client.start()
            wait_until(lambda: waiting(database_url) == 4)
            os.kill(process, signal.SIGTERM)
            wait_until(lambda: "Handling signal: term" in (tmp_path / "server.log").read_text())
        for client in clients:
            client.join(30)
        wait_until(lambda: has_ended(process))
    assert answers == [(200, b'{"items":[]}\n')] * 4


def waiting(url: str) -> int:
    """How many sessions of the web server wait for a lock."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        found = cursor.fetchone()
    connection.close()
    assert found
    return int(found[0])


def has_ended(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
