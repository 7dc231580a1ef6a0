"""A certificate authority of the test's own, a server's certificate by it, and an authority that has not signed it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


class Certificates:
    """Files in `folder`: `authority`, `other_authority`, and `chain` and `key` of a server named localhost."""

    def __init__(self, folder: Path) -> None:
        own, other, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.authority = _write(folder / "ca.pem", _certificate("Own CA", own, "Own CA", own, authority=True))
        self.other_authority = _write(
            folder / "other.pem", _certificate("Other CA", other, "Other CA", other, authority=True)
        )
        self.chain = _write(folder / "server.pem", _certificate("localhost", key, "Own CA", own, authority=False))
        self.key = folder / "server.key"
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
