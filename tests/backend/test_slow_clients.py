"""Clients that send or read slowly, against the server as it is started: the others do not notice."""

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, text

from backend.patient_worker import MOST_BODY
from db.runs import publish
from tests.db.test_embedded import wait_until
from tests.db.test_runs import make_run
from tests.e2e.server import Server, serving

MANY = 30  # clients; the server has two processes of six threads
SOON = 2.0  # seconds
HEAD = b"GET /api/customers/rfm?limit=500 HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /api/export/customers HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: raw\r\n"
UPLOAD = b"POST /api/imports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: raw\r\n"
JSON = b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("slow")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder), STALLED_READER_SECONDS="5") as server:
        yield server


def connect(server: Server, receive_buffer: int | None = None) -> socket.socket:
    place = urlsplit(server.url)
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(60)
    client.connect((place.hostname, place.port))
    return client


def everything(client: socket.socket) -> bytes:
    """What the server says until it closes."""
    came = b""
    with suppress(ConnectionResetError):
        while part := client.recv(1 << 16):
            came += part
    return came


def send(server: Server, request: bytes) -> bytes:
    with closing(connect(server)) as client:
        client.sendall(request)
        return everything(client)


def assert_others_are_served(server: Server) -> None:
    """Lists that are in no cache, each over a connection of its own."""
    for least in range(10):
        began = time.monotonic()
        assert server.get("/api/customers/rfm", limit=50, min_monetary=least + 0.5)["run_id"]
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"GET /api/overview HT",
        HEAD,
        POST + JSON + b'Content-Length: 60\r\n\r\n{"filters": ',
        POST + JSON + b"Content-Length: 100000\r\n\r\n" + b" " * 50_000,
        POST + JSON + b"Content-Length: 60\r\nExpect: 100-continue\r\n\r\n",
        POST + JSON + b"Content-Length: 5000000\r\n\r\n[",
        POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n5\r\n[",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n",
        UPLOAD + b"Content-Length: 5000000\r\n\r\nInvoiceNo,",
        UPLOAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nIn",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHo",
        b"GET /healthz HTTP/1.0\r\n\r\n",
    ],
    ids=[
        "nothing",
        "half a line",
        "half a head",
        "half a body",
        "half a long body",
        "waits to be told to go on",
        "a body that is refused",
        "chunks",
        "a body where none belongs",
        "half an upload",
        "an upload in chunks",
        "one request and a half",
        "done and never closing",
    ],
)
def test_half_sent_requests_hold_up_nobody(server: Server, half: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(closing(connect(server))).sendall(half)
        assert_others_are_served(server)


def test_bytes_that_drip_hold_up_nobody(server: Server) -> None:
    with ExitStack() as stack:
        drips = [stack.enter_context(closing(connect(server))) for _ in range(MANY)]
        for byte in HEAD[:20]:
            for client in drips:
                client.sendall(bytes([byte]))
        assert_others_are_served(server)


def test_exports_and_uploads_together_hold_up_nobody(engine: Engine, database_url: str, tmp_path: Path) -> None:
    publish(engine, make_run(engine, customers=100_000))  # more than waits for its reader beside the threads
    with engine.begin() as connection:
        connection.execute(text("update runs set customers = 100000"))
    uploads = tmp_path / "uploads"
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "WEB_WORKERS": "1"}
    with serving(tmp_path, **settings) as server, ExitStack() as stack:
        for _ in range(2):
            export = stack.enter_context(closing(connect(server, receive_buffer=4096)))
            export.sendall(POST + JSON + b"Content-Length: 2\r\n\r\n{}")
            assert export.recv(12) == b"HTTP/1.1 200"
            upload = stack.enter_context(closing(connect(server)))
            upload.sendall(UPLOAD + b"Content-Length: 5000000\r\n\r\nInvoiceNo,")
        wait_until(lambda: uploads.exists() and len(list(uploads.iterdir())) == 2)
        assert_others_are_served(server)


def test_slow_readers_of_lists_hold_up_nobody(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            client = stack.enter_context(closing(connect(server, receive_buffer=4096)))
            client.sendall(HEAD + b"\r\n" + HEAD + b"\r\n")
        assert_others_are_served(server)


def test_a_slow_reader_gets_all_of_it(server: Server) -> None:
    with closing(connect(server, receive_buffer=4096)) as client:
        client.sendall(HEAD + b"Connection: close\r\n\r\n")
        assert client.recv(1, socket.MSG_PEEK)
        head, _, content = everything(client).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(content)}".encode() in head
    assert len(json.loads(content)["items"]) == 500


def test_a_request_that_never_ends_is_told_so(server: Server) -> None:
    with closing(connect(server)) as client:
        client.sendall(HEAD)
        began = time.monotonic()
        assert everything(client).startswith(b"HTTP/1.1 408 ")
        assert 15 < time.monotonic() - began < 30


def test_a_request_in_pieces_is_answered(server: Server) -> None:
    body = b'{"filters": {"min_monetary": 1e12}}'
    request = POST + JSON + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with closing(connect(server)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request:
            client.sendall(bytes([byte]))
        assert everything(client).startswith(b"HTTP/1.1 200 ")


def test_requests_that_come_together_are_answered_in_their_order(server: Server) -> None:
    paths = (b"/healthz", b"/api/runs/current", b"/api/nothing")
    together = b"".join(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path for path in paths)
    came = send(server, together + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert re.findall(rb"HTTP/1\.1 (\d+) ", came) == [b"200", b"200", b"404", b"200"]


def test_who_waits_to_be_told_is_told_to_go_on(server: Server) -> None:
    with closing(connect(server)) as client:
        head = b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
        client.sendall(POST + JSON + head)
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"[]")
        assert b"HTTP/1.1 422 " in everything(client)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (POST + JSON + b"Content-Length: %d\r\n\r\n" % (MOST_BODY + 1) + b"[" * (MOST_BODY + 1), 413),
        (POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411),
        (HEAD + (b"X-Long: " + b"a" * 8000 + b"\r\n") * 1250, 431),
    ],
    ids=["a long body", "chunks", "ten megabytes of headers"],
)
def test_what_is_too_much_is_refused(server: Server, request_: bytes, status: int) -> None:
    with closing(connect(server)) as client:
        with suppress(ConnectionError):  # refused before all of it was sent
            client.sendall(request_)
        assert everything(client).startswith(b"HTTP/1.1 %d " % status)


def test_a_kept_connection_asks_again(server: Server) -> None:
    place = urlsplit(server.url)
    with closing(http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)) as connection:
        for _ in range(5):
            connection.request("GET", "/api/runs/current")
            answer = connection.getresponse()
            assert answer.read() and answer.status == 200
