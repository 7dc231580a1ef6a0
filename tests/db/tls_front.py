"""TLS before the embedded server, whose binaries have none: PostgreSQL's own way into TLS, then plain bytes behind."""

import select
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ASKS_FOR_TLS = bytes.fromhex("0000000804d2162f")  # PostgreSQL's SSLRequest

Key = ec.EllipticCurvePrivateKey


def _certificate(name: str, key: Key, issuer: str, issuer_key: Key, *, authority: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _write(path: Path, certificate: x509.Certificate) -> Path:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


class Front:
    """Takes connections as `localhost` with a certificate by `authority`; `secured` counts them."""

    def __init__(self, behind: int, folder: Path) -> None:
        self.behind = behind
        self.secured = 0
        own, other, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.authority = _write(folder / "ca.pem", _certificate("Own CA", own, "Own CA", own, authority=True))
        self.other_authority = _write(
            folder / "other.pem", _certificate("Other CA", other, "Other CA", other, authority=True)
        )
        chain = _write(folder / "server.pem", _certificate("localhost", key, "Own CA", own, authority=False))
        key_file = folder / "server.key"
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(chain, key_file)
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
