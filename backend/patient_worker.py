"""gunicorn's threads for those who are ready: a slow client waits in the poller, where it costs no thread.

gunicorn's own worker gives a connection to a thread at its first byte and takes the thread back after the last byte of
the answer. Here a thread begins when the whole request has come, and is free again when the answer is worked out.
"""

import errno
import os
import re
import select
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from db.settings import load_settings

MOST_BODY = 1 << 17  # bytes that come in before a thread is asked; the application takes more in uploads alone
MOST_HEAD = 1 << 16  # bytes
MOST_UNSENT = 1 << 20  # bytes of an answer that wait here for their reader; a longer answer holds its thread
MOST_READERS = 64  # answers that wait at once in a process
ARRIVES_WITHIN = 20.0  # seconds for a whole request
UPLOAD_PAUSE = 30.0  # seconds without a byte
LINGER = 5.0  # seconds in which a client may read the last answer of a connection
CHUNK = 1 << 16

_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r")
_REFUSAL = b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class ClientSocket(socket.socket):
    """A client's end. What the client does not take at once waits in `unsent`."""

    def __init__(self, accepted: socket.socket, stalled_seconds: float) -> None:
        super().__init__(fileno=accepted.detach())
        self.settimeout(0)
        self.unsent = bytearray()
        self.stalled_seconds = stalled_seconds

    def setblocking(self, flag: bool) -> None:
        """gunicorn asks for a socket that waits for ever; ours gives up some time."""
        self.settimeout(UPLOAD_PAUSE if flag else 0)

    def sendall(self, data: Any, flags: int = 0) -> None:
        sent = 0 if self.unsent else self._write(data)
        self.unsent += memoryview(data)[sent:]
        while len(self.unsent) > MOST_UNSENT:
            taken = select.poll()
            taken.register(self, select.POLLOUT)
            if not taken.poll(self.stalled_seconds * 1000):
                raise ConnectionResetError(errno.ECONNRESET, "The reader takes nothing.")
            self.send_more()

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        file.seek(offset)
        data = file.read(count)
        self.sendall(data)
        return len(data)

    def send_more(self) -> None:
        """Send as much of what waits as is taken now."""
        del self.unsent[: self._write(self.unsent)]

    def _write(self, data: bytes | bytearray) -> int:
        try:
            return os.write(self.fileno(), data)  # never waits, whatever the timeout
        except BlockingIOError:
            return 0
        except TimeoutError:  # the system has given up on the reader
            raise ConnectionResetError(errno.ECONNRESET, "The reader takes nothing.") from None


class Client(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection. `is_whole` is false when a thread takes a request before its body has come."""

    is_whole = True
    was_told_to_go_on = False


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Everything but `handle_request` runs in the poller's thread, and none of it waits."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._stalled_seconds = load_settings().stalled_reader_seconds
        self._deadlines: dict[Client, float] = {}  # of all who wait for something but their next request
        self._readers: dict[Client, Future[Any]] = {}  # who have not taken all of their answer yet, oldest first
        self._looked_at = 0.0

    def accept(self, listener: Any) -> None:
        try:
            accepted, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        client = ClientSocket(accepted, self._stalled_seconds)
        self.enqueue_req(Client(self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: Client) -> None:
        """Every request comes by here: of a new connection, of one that was kept, or what came with the one before."""
        conn.init()
        conn.sock.settimeout(0)
        conn.was_told_to_go_on = False
        if not self._goes_on(conn):
            self._wait(conn, selectors.EVENT_READ, self._on_more, ARRIVES_WITHIN)

    def _on_more(self, conn: Client, _socket: object) -> None:
        self._goes_on(conn)

    def _goes_on(self, conn: Client) -> bool:
        """True when the request need not be waited for: a thread has it, or the connection is closed."""
        buffer = conn.parser.unreader.buf
        try:
            came = conn.sock.recv(CHUNK)
        except BlockingIOError:
            came = None
        except OSError:
            came = b""
        if came:
            buffer.seek(0, os.SEEK_END)
            buffer.write(came)
        arrived = buffer.getvalue()
        if came == b"" and not arrived:
            self._close(conn)
            return True
        end = arrived.find(b"\r\n\r\n") + 4
        if end < 4 and len(arrived) > MOST_HEAD:
            self._refuse(conn, b"431 Request Header Fields Too Large")
            return True
        # Of a client that sends no more gunicorn says itself what is missing.
        if came == b"" or (end >= 4 and self._has_body(conn, arrived[: end - 2].lower(), len(arrived) - end)):
            self._wait_no_more(conn)
            super().enqueue_req(conn)
            return True
        return False

    @staticmethod
    def _has_body(conn: Client, head: bytes, size: int) -> bool:
        """True when the body is here, or is none that we wait for: an upload, or what gunicorn will refuse."""
        conn.is_whole = True
        if b"\ntransfer-encoding" in head:
            conn.is_whole = False
            return True
        length = _LENGTH.search(head)
        if length is None or size >= int(length[1]):
            return True
        if int(length[1]) > MOST_BODY:
            conn.is_whole = False
            return True
        if b"\nexpect:" in head and not conn.was_told_to_go_on:
            conn.was_told_to_go_on = True
            with suppress(OSError):
                conn.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return False

    def handle_request(self, req: Any, conn: Client) -> Any:
        if not conn.is_whole:
            req.force_close()  # who was refused may be sending its body still
        return super().handle_request(req, conn)

    def finish_request(self, conn: Client, fs: "Future[Any]") -> None:
        """The thread is free. What is left to send, to keep or to close is the poller's."""
        if conn.sock.fileno() < 0:  # broken off half-way
            self.nr_conns -= 1
        elif conn.sock.unsent:
            if len(self._readers) >= MOST_READERS:
                self._close(next(iter(self._readers)))
            self._readers[conn] = fs
            self._wait(conn, selectors.EVENT_WRITE, self._on_taken, self._stalled_seconds)
        elif not fs.cancelled() and fs.exception() is None and fs.result():
            super().finish_request(conn, fs)
        else:
            self._leave(conn)

    def _on_taken(self, conn: Client, _socket: object) -> None:
        try:
            conn.sock.send_more()
        except OSError:
            self._close(conn)
            return
        if not conn.sock.unsent:
            finished = self._readers[conn]
            self._wait_no_more(conn)
            self.finish_request(conn, finished)

    def _leave(self, conn: Client) -> None:
        """Say that nothing follows, and read on for a while: a close with bytes unread would take back the answer."""
        conn.parser.unreader.take_buffered()
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        self._wait(conn, selectors.EVENT_READ, self._on_leaving, LINGER)

    def _on_leaving(self, conn: Client, _socket: object) -> None:
        with suppress(BlockingIOError):
            try:
                if conn.sock.recv(CHUNK):
                    return
            except ConnectionError:
                pass
            self._close(conn)

    def _refuse(self, conn: Client, why: bytes) -> None:
        self._wait_no_more(conn)
        with suppress(OSError):
            conn.sock.sendall(_REFUSAL % why)
        conn.sock.unsent.clear()
        self._leave(conn)

    def _wait(self, conn: Client, event: int, then: Callable[[Client, object], None], seconds: float) -> None:
        self._deadlines[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, event, partial(then, conn))

    def _wait_no_more(self, conn: Client) -> None:
        if self._deadlines.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)
        self._readers.pop(conn, None)

    def _close(self, conn: Client) -> None:
        self._wait_no_more(conn)
        self.nr_conns -= 1
        conn.close()

    def _cap_keepalive(self, deadline: float) -> None:
        """A stopping server waits for answers to be worked out and read, not for requests that are half here."""
        super()._cap_keepalive(deadline)
        for conn in self._deadlines.keys() - self._readers.keys():
            self._deadlines[conn] = min(self._deadlines[conn], deadline)

    def murder_pending(self) -> None:
        """gunicorn asks in each round who has waited for too long; once a second is often enough."""
        super().murder_pending()
        now = time.monotonic()
        if now < self._looked_at + 1:
            return
        self._looked_at = now
        for conn in [conn for conn, deadline in self._deadlines.items() if deadline < now]:
            # A request half-way is told why; to who has sent nothing, or does not read, there is nothing to say.
            if conn not in self._readers and conn.parser.unreader.buf.getvalue():
                self._refuse(conn, b"408 Request Timeout")
            else:
                self._close(conn)
