"""What no honest client sends, byte by byte to the real HAProxy with gunicorn behind: nothing gets past the secret."""

import re
import socket
import time
from contextlib import ExitStack, closing, suppress

from tests.infra.serving_machine import KEY, ORIGIN_SECRET, ServingMachine

MANY = 30  # clients; a colour has two processes of four threads
SOON = 2.0  # seconds
SECRET = b"X-Origin-Secret: %s\r\n" % ORIGIN_SECRET.encode()
POST = b"POST /api/campaigns HTTP/1.1\r\nHost: shop\r\nX-Requested-With: raw\r\nContent-Type: application/json\r\n"
HIDDEN = b"GET /api/hidden HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"  # it would be answered 401, in the API's own log
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


def connect(machine: ServingMachine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", machine.port), timeout=60)


def answers(machine: ServingMachine, request: bytes) -> list[int]:
    """The status of every answer until HAProxy closes."""
    came = b""
    with closing(connect(machine)) as client:
        client.settimeout(5)  # then it waits for more, and says nothing
        client.sendall(request)
        with suppress(ConnectionResetError, TimeoutError):
            while part := client.recv(1 << 16):
                came += part
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", came)]


def test_no_request_without_the_secret_hides_in_one_that_has_it(machine: ServingMachine) -> None:
    sound = POST + SECRET + b"Content-Length: 2\r\n\r\n{}"
    assert answers(machine, POST + b"Connection: close\r\n" + sound.removeprefix(POST)) == [401], "the control: what all of them share is no reason to refuse them"
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
