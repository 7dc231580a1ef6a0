"""What the operators see: a line in the log for each request, and metrics summed over the workers."""

import json
import logging
import re
import socket
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import psycopg2
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DataError

from backend.logs import JsonLines
from tests.backend.conftest import client_of, signed_in_client
from tests.db.test_embedded import wait_until
from tests.e2e.server import Server, serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("operations")


@pytest.fixture(scope="module")
def server(published_url: str, folder: Path) -> Iterator[Server]:
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder), LOG_LEVEL="info") as server:
        yield server


@pytest.fixture(scope="module")
def failing_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("failing")


@pytest.fixture(scope="module")
def failing(published_url: str, failing_folder: Path) -> Iterator[Server]:
    settings = {"DATABASE_URL": published_url, "DATA_DIR": str(failing_folder), "LOG_LEVEL": "debug"}
    with serving(failing_folder, "tests.backend.fails_outside:create()", **settings) as server:
        yield server


def lines(folder: Path) -> list[dict[str, Any]]:
    """Everything that the server has logged; each line must be JSON."""
    return [json.loads(line) for line in (folder / "server.log").read_text().splitlines()]


def line_of(folder: Path, request_id: str) -> dict[str, Any]:
    def found() -> list[dict[str, Any]]:
        return [line for line in lines(folder) if line.get("request_id") == request_id]

    wait_until(lambda: len(found()) == 1)
    return found()[0]


def get(server: Server, path: str, **headers: str) -> tuple[str, str]:
    """The answer's text and its request id."""
    request = urllib.request.Request(f"{server.url}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode(), answer.headers["X-Request-Id"]


def samples(server: Server) -> dict[str, float]:
    """All samples of one scrape: name with labels to value."""
    found = re.findall(r"^([a-z_]+(?:\{.*?\})?) (\S+)$", get(server, "/metrics")[0], re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_each_request_is_a_line_with_its_id_run_and_duration(server: Server, folder: Path) -> None:
    _, request_id = get(server, "/api/overview")
    line = line_of(folder, request_id)
    assert line["level"] == "info" and line["logger"] == "backend.requests"
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "/api/overview", 200)
    assert line["run_id"] == 1 and line["complete"] is True
    assert 0 < line["duration_ms"] < 30_000


def test_a_proxys_request_id_is_kept_and_any_other_text_is_not(server: Server, folder: Path) -> None:
    assert get(server, "/healthz", **{"X-Request-Id": "edge-0123456789"})[1] == "edge-0123456789"
    for sent in ("short", "x" * 65, 'quote"and{brace}', "spaces in it"):
        assert re.fullmatch("[0-9a-f]{12}", get(server, "/healthz", **{"X-Request-Id": sent})[1])
    assert "quote" not in (folder / "server.log").read_text()


def test_no_line_holds_personal_data(server: Server, folder: Path) -> None:
    customer = server.get("/api/customers/rfm", limit=1)["items"][0]["customer_id"]
    _, of_customer = get(server, f"/api/customers/{customer}/details")
    _, of_page = get(server, f"/customers/{customer}")
    _, of_search = get(server, f"/api/customers/rfm?q={customer}", **{"User-Agent": "curious/1.0"})
    assert line_of(folder, of_customer)["endpoint"] == "/api/customers/<path:customer_id>/details"
    assert line_of(folder, of_page)["endpoint"] == "/<page:path>"
    assert line_of(folder, of_search)["endpoint"] == "/api/customers/rfm"
    told = lines(folder)
    of_requests = [str(value) for line in told if line["logger"] == "backend.requests" for value in line.values()]
    assert not [value for value in of_requests if customer in value]
    of_all = [str(line) for line in told if not line["message"].startswith("Listening at")]  # its own address
    assert not [line for line in of_all if "127.0.0.1" in line or "curious" in line]


@pytest.mark.parametrize(
    ("request_", "status", "told"),
    [
        (b"GET /api/customers/Jane-Doe/details\r\n\r\n", b"400", "InvalidRequestLine"),
        (b"get /api/customers/Jane-Doe/details HTTP/1.1\r\n\r\n", b"400", "InvalidRequestMethod"),
        (b"GET /api/customers/Jane-Doe/details HTTP/9.9\r\n\r\n", b"400", "InvalidHTTPVersion"),
        (b"GET / HTTP/1.1\r\nJane-Doe: a\0b\r\n\r\n", b"400", "InvalidHeader"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: Jane-Doe\r\n\r\n", b"501", "UnsupportedTransferCoding"),
        (b"GET /api/customers/Jane-Doe/details HTTP/1.1\r\nHost", b"", "NoMoreData"),
        (b"GET /customers/Jane-Doe HTTP/1.1\r\nHost: localhost\r\n\r\n", b"500", "ValueError"),
    ],
)
def test_what_cannot_be_answered_is_told_without_address_and_content(
    failing: Server, failing_folder: Path, request_: bytes, status: bytes, told: str
) -> None:
    place = urlsplit(failing.url)
    with socket.create_connection((place.hostname, place.port), 30, source_address=("127.0.0.2", 0)) as client:
        client.sendall(request_)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1 << 16)[9:12] == status
    wait_until(lambda: any(told in line["message"] for line in lines(failing_folder)))
    everything = (failing_folder / "server.log").read_text()
    assert [found for found in ("127.0.0.2", "Jane-Doe", "JANE-DOE") if found in everything] == []


def test_an_error_is_logged_with_its_place_but_not_with_its_values(server_url: str) -> None:
    engine = create_engine(server_url.replace("postgresql://", "postgresql+psycopg2://"))
    try:
        with engine.connect() as connection:
            connection.execute(text("select cast(:customer as integer)"), {"customer": "Jane Doe"})
    except DataError as error:
        record = logging.LogRecord("backend", logging.ERROR, __file__, 1, "unexpected", (), (DataError, error, None))
        line = JsonLines().format(record)
    finally:
        engine.dispose()
    told = orjson.loads(line)
    assert told["error"] == "InvalidTextRepresentation" and told["sqlstate"] == "22P02"
    assert told["at"][0].startswith("tests/backend/test_tracking.py:")
    assert "Jane Doe" not in line


def test_metrics_are_those_of_all_workers_together(server: Server) -> None:
    name = 'http_request_duration_seconds_count{endpoint="/api/customers/segments",method="GET",status="200"}'
    before = samples(server).get(name, 0)
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda _: get(server, "/api/customers/segments"), range(60)))
    wait_until(lambda: samples(server)[name] == before + 60)
    assert {samples(server)[name] for _ in range(10)} == {before + 60}  # whichever worker answers
    wait_until(lambda: samples(server)["http_requests_in_progress"] == 1)  # the scrape itself


def test_metrics_tell_database_and_run(server: Server, published_url: str) -> None:
    found = samples(server)
    connection = psycopg2.connect(published_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("select run_id, extract(epoch from published_at) from published")
        run = cursor.fetchone()
    connection.close()
    assert run and found["database_up"] == 1
    assert found["published_run_id"] == run[0]
    assert found["published_run_timestamp_seconds"] == pytest.approx(float(run[1]), abs=1)


def test_metrics_of_an_unreachable_database_say_so() -> None:
    answer = client_of("postgresql://shop:word@127.0.0.1:9/shop").get("/metrics")
    assert answer.status_code == 200
    assert "\ndatabase_up 0.0\n" in answer.text
    assert "published_run_id" not in answer.text


@pytest.mark.parametrize(
    ("role", "address", "headers", "status"),
    [
        (None, "127.0.0.1", {}, 200),
        (None, "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 401),
        (None, "203.0.113.9", {}, 401),
        ("analyst", "203.0.113.9", {}, 403),
        ("admin", "203.0.113.9", {}, 200),
    ],
)
def test_metrics_are_for_this_machine_or_an_admin(
    database_url: str, role: str | None, address: str, headers: dict[str, str], status: int
) -> None:
    client = signed_in_client(database_url, role) if role else client_of(database_url, auth="on")
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status
