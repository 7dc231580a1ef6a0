"""The one door to the machine, on a real HAProxy with gunicorn behind: nobody comes in past secret and sign-in.

Also by what no honest client sends, byte by byte.
"""

import re
import socket
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.infra.serving_machine import KEY, ORIGIN_SECRET, PREVIOUS_SECRET, ServingMachine

MANY = 30  # clients; a colour has two processes of six threads
SOON = 2.0  # seconds
SECRET = b"X-Origin-Secret: %s\r\n" % ORIGIN_SECRET.encode()
POST = b"POST /api/campaigns HTTP/1.1\r\nHost: shop\r\nX-Requested-With: raw\r\nContent-Type: application/json\r\n"
# The API would answer it by 401, and log it.
HIDDEN = b"GET /api/hidden HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"
EMPTY = b"0\r\n\r\n"  # the end of a body in chunks
BOTH = b"Content-Length: %d\r\n" % len(EMPTY + HIDDEN)
CHUNKS = b"Transfer-Encoding: chunked\r\n"

# Fields after which two readers might see the end of a request in different places.
AMBIGUOUS = {
    "a length, then chunks (CL.TE)": BOTH + CHUNKS,
    "chunks, then a length (TE.CL)": CHUNKS + BOTH,
    "chunks twice": CHUNKS + CHUNKS,
    "chunks that are none": b"Transfer-Encoding: xchunked\r\n" + BOTH,
    "chunks and more": b"Transfer-Encoding: chunked, identity\r\n",
    "chunks after a space": b"Transfer-Encoding : chunked\r\n" + BOTH,
    "chunks after a control character": b"Transfer-Encoding:\x0bchunked\r\n" + BOTH,
    "two lengths": b"Content-Length: 0\r\n" + BOTH,
    "two lengths, the longer one first": BOTH + b"Content-Length: 0\r\n",
    "two lengths in one field": b"Content-Length: 0, 5\r\n",
    "a length with a sign": b"Content-Length: +0\r\n",
    "a length below nothing": b"Content-Length: -1\r\n",
    "a length after a space": b"Content-Length : 0\r\n" + BOTH,
    "a folded line (obs-fold)": b"X-One: a\r\n Content-Length: 0\r\n" + BOTH,
    "a folded length": b"Content-Length:\r\n 0\r\n" + BOTH,
    "a line that ends early": b"X-One: a\rContent-Length: 0\r\n" + BOTH,
    "a character that ends texts": b"X-One: a\0b\r\n" + BOTH,
}


@pytest.fixture
def machine(shared_machine: ServingMachine) -> ServingMachine:
    return shared_machine


def test_nobody_comes_in_past_cloudfront_or_sign_in(machine: ServingMachine) -> None:
    key = f"Bearer {KEY}"
    for secret in (ORIGIN_SECRET, PREVIOUS_SECRET):
        assert machine.get("/api/runs/current", X_Origin_Secret=secret, Authorization=key)[0] == 200
        assert machine.get("/api/runs/current", X_Origin_Secret=secret)[0] == 401
    for wrong in ({}, {"X_Origin_Secret": ""}, {"X_Origin_Secret": ORIGIN_SECRET[:-1]}, {"X_Origin_Secret": KEY}):
        assert machine.get("/api/runs/current", Authorization=key, **wrong)[0] == 403
        assert machine.get("/healthz", **wrong)[0] == 403
    for path in ("/readyz", "/metrics", "/", "/apifoo"):
        assert machine.get(path, X_Origin_Secret=ORIGIN_SECRET, Authorization=key)[0] == 404


def test_no_setting_turns_sign_in_off_or_opens_another_door(machine: ServingMachine) -> None:
    """The files of this machine say AUTH=off and HOST=0.0.0.0."""
    assert "AUTH='off'" in (machine.root / "etc" / "sales-dashboard" / "blue.env").read_text()
    assert machine.get("/api/runs/current", X_Origin_Secret=ORIGIN_SECRET)[0] == 401
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", machine.colour_ports["blue"]), timeout=30)


def test_no_log_holds_a_secret(machine: ServingMachine) -> None:
    wrong_password = "a-wrong-password-of-somebody"
    body = f'{{"name": "ben", "password": "{wrong_password}"}}'
    assert machine.post("/api/session", body)[0] == 401
    cookie = "session=a-cookie-of-somebody"
    for path in ("/api/runs/current", "/api/nothing?token=in-the-address", "/readyz"):
        for secret in (ORIGIN_SECRET, PREVIOUS_SECRET, ORIGIN_SECRET[:-1]):
            machine.get(path, X_Origin_Secret=secret, Authorization=f"Bearer {KEY}", Cookie=cookie)
    logs = {path.name: path.read_text() for path in Path(machine.root).rglob("*.log")}
    assert '"event":"request"' in logs["haproxy.log"] and '"endpoint":"/api/session"' in logs["api.log"]
    secrets = [ORIGIN_SECRET[:-4], PREVIOUS_SECRET[:-4], KEY, wrong_password, cookie, "in-the-address"]
    password = make_url(machine.database_url).password
    for name, log in logs.items():
        assert not [secret for secret in [*secrets, password] if secret and str(secret) in log], name


def connect(machine: ServingMachine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", machine.port), timeout=60)


def answers(machine: ServingMachine, request: bytes) -> list[int]:
    """The status of every answer."""
    came = b""
    with closing(connect(machine)) as client:
        client.sendall(request)
        with suppress(ConnectionResetError, TimeoutError):
            while part := client.recv(1 << 16):
                came += part
                client.settimeout(1)  # another answer would come with it, or at once; else it waits for more
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", came)]


def test_no_request_without_the_secret_hides_in_one_that_has_it(machine: ServingMachine) -> None:
    sound = POST + SECRET + b"Content-Length: 2\r\n\r\n{}"
    assert answers(machine, sound) == [401], "the control: what all of them share is no reason to refuse them"
    assert answers(machine, sound + HIDDEN) == [401, 403], "one after the other, HAProxy sees both"
    for name, fields in AMBIGUOUS.items():
        came = answers(machine, POST + SECRET + fields + b"\r\n" + EMPTY + HIDDEN)
        assert came[0] in (400, 401, 411, 501) and came[1:] in ([], [403], [400]), f"{name}: {came}"
    assert "/api/hidden" not in machine.log("api"), "none of them reached the API"
    assert machine.is_served()


def test_the_secret_is_one_field_that_says_nothing_else(machine: ServingMachine) -> None:
    begin, end = ORIGIN_SECRET[:10].encode(), ORIGIN_SECRET[10:].encode()
    for fields in (
        b"X-Origin-Secret: wrong\r\nX-Origin-Secret : " + begin + end + b"\r\n",
        b"X-Origin-Secret: wrong, " + begin + end + b"\r\n",
        b"X-Origin-Secret: " + begin + end + b", wrong\r\n",
        b"X-Origin-Secret: " + begin + b"\r\n " + end + b"\r\n",
        b"X_Origin_Secret: " + begin + end + b"\r\n",
    ):
        [status] = answers(machine, b"GET /healthz HTTP/1.1\r\nHost: shop\r\n" + fields + b"\r\n")
        assert status in (400, 403), fields


def test_slow_bodies_wait_at_haproxy_and_hold_up_nobody(machine: ServingMachine) -> None:
    half = POST + SECRET + b'Content-Length: 60\r\n\r\n{"name": '
    with ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(closing(connect(machine))).sendall(half)
        for _ in range(10):
            began = time.monotonic()
            key = f"Bearer {KEY}"
            assert machine.get("/api/runs/current", X_Origin_Secret=ORIGIN_SECRET, Authorization=key)[0] == 200
            assert time.monotonic() - began < SOON
        assert machine.haproxy.seen("blue").at_work == 0, "none of them has a thread of the API"
