"""The cable between a program and its database, which a test can make slow, pull out and put back."""

import select
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType


class Cable:
    """Passes bytes on between a port of its own and the one behind it, each time after `delay` seconds."""

    def __init__(self, host: str, port: int, delay: float = 0.0) -> None:
        self._behind = (host, port)
        self._delay = delay
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return  # pulled out
            far = socket.create_connection(self._behind)
            self._pairs.append((near, far))
            threading.Thread(target=self._pass_on, args=(near, far), daemon=True).start()

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        with near, far, suppress(OSError, ValueError):
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(1 << 16)
                    if not data:
                        return
                    time.sleep(self._delay)
                    (far if ready is near else near).sendall(data)

    def pull(self) -> None:
        """Break every connection in the middle of what it does, and refuse new ones."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def put_back(self) -> None:
        self._listener = self._listen(self.port)

    def __enter__(self) -> "Cable":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.pull()
