"""Requests that no honest client sends, byte by byte to the server as it is started."""

import re
from collections.abc import Iterator

import pytest

from tests.backend.test_slow_clients import JSON, POST, send
from tests.e2e.server import Server, serving

HIDDEN = b"GET /api/hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
EMPTY = b"0\r\n\r\n"


@pytest.fixture(scope="module")
def server(published_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("raw")
    with serving(folder, DATABASE_URL=published_url, DATA_DIR=str(folder)) as server:
        yield server


def length(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n" % len(body)


@pytest.mark.parametrize(
    "fields",
    [
        length(EMPTY + HIDDEN) + b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\n" + length(EMPTY + HIDDEN),
        b"Transfer-Encoding: xchunked\r\n" + length(EMPTY),
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: identity, chunked\r\n" + length(EMPTY),
        b"Transfer-Encoding : chunked\r\n" + length(EMPTY + HIDDEN),
        b"Transfer-Encoding:\x0bchunked\r\n" + length(EMPTY),
        b"Content-Length: 5\r\nContent-Length: 0\r\n",
        b"Content-Length: 0\r\nContent-Length: 5\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 0x5\r\n",
        b"Content-Length: 5, 5\r\n",
        b"Content-Length : 0\r\n",
        b" Content-Length: 0\r\n",
        b"X-One: a\r\n Content-Length: 0\r\n",
        b"X-One: a\nContent-Length: 0\r\n",
        b"X-One: a\rContent-Length: 0\r\n",
        b"X-One: a\0b\r\n",
        b"X One: a\r\n",
    ],
)
def test_no_request_hides_in_another(server: Server, fields: bytes) -> None:
    """Two readers of such a request might see its end in different places; it is refused and the connection closed."""
    came = send(server, POST + JSON + fields + b"\r\n" + EMPTY + HIDDEN)
    assert re.findall(rb"HTTP/1\.1 (\d+)", came)[0] in (b"400", b"411", b"501"), came[:300]
    assert came.count(b"HTTP/1.1 ") == 1, came[:2000]
    assert b"/api/hidden" not in came


def test_a_request_that_is_sound_is_answered(server: Server) -> None:
    """The control: what the others share is no reason to refuse them."""
    body = b"{}"
    came = send(server, POST + JSON + b"Connection: close\r\n" + length(body) + b"\r\n" + body)
    assert came.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_names_of_files_carry_no_line_ends_into_headers(server: Server, end: bytes) -> None:
    upload = b"POST /api/imports?name=a%s HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: raw\r\nConnection: close\r\n"
    injected = b"%0d%0aSet-Cookie:%20a=b" if end == b"\n" else b"%0dSet-Cookie:%20a=b"
    came = send(server, upload % injected + length(b"a,b") + b"\r\na,b")
    assert came.startswith(b"HTTP/1.1 422 ") and b"\nSet-Cookie" not in came
    campaign = b'{"name": "a\\r\\nSet-Cookie: a=b"}'
    came = send(
        server,
        POST.replace(b"/api/export/customers", b"/api/campaigns")
        + JSON
        + b"Connection: close\r\n"
        + length(campaign)
        + b"\r\n"
        + campaign,
    )
    assert came.startswith(b"HTTP/1.1 422 ") and b"\nSet-Cookie" not in came


def test_a_request_id_of_one_s_own_is_not_sent_back_when_it_is_odd(server: Server) -> None:
    for name in (b"a" * 200, b"<script>", b"a b"):
        request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: %s\r\n\r\n"
        came = send(server, request % name)
        assert came.startswith(b"HTTP/1.1 200 ") and name not in came
