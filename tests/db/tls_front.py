"""TLS before the embedded server, whose binaries have none: PostgreSQL's own way into TLS, then plain bytes behind."""

import select
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tests.db.certificates import Certificates

ASKS_FOR_TLS = bytes.fromhex("0000000804d2162f")  # PostgreSQL's SSLRequest


class Front:
    """Takes connections as `localhost` with a certificate by `files.authority`; `secured` counts them."""

    def __init__(self, behind: int, folder: Path) -> None:
        self.behind = behind
        self.secured = 0
        self.files = Certificates(folder)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(self.files.chain, self.files.key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]

    def __enter__(self) -> "Front":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if client.recv(8) != ASKS_FOR_TLS:
                return  # nothing without TLS
            client.sendall(b"S")
            with (
                self.context.wrap_socket(client, server_side=True) as secured,
                socket.create_connection(("127.0.0.1", self.behind)) as server,
            ):
                self.secured += 1
                _relay(secured, server)


def _relay(client: ssl.SSLSocket, server: socket.socket) -> None:
    """Carry bytes both ways until one side ends; one thread alone reads and writes the TLS side."""
    while True:
        ready = [client] if client.pending() else select.select([client, server], [], [])[0]
        for one, other in ((client, server), (server, client)):
            if one in ready:
                data = one.recv(65536)
                if not data:
                    return
                other.sendall(data)
