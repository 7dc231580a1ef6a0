"""The key by which erased customers are known again: it lies in the data folder, outside the database.

The database keeps of an erased customer the keyed hash of the id. Without the key nobody can tell whose it is; with it
a later load tells which lines are theirs, and gives them the pseudonym before anything is kept.
"""

import hmac
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

FILE = "privacy.key"
KEY_BYTES = 32


class KeyProblemError(Exception):
    """The key is missing or is another one; the message says what to do."""


@dataclass(frozen=True)
class PrivacyKey:
    """Keyed hashes (HMAC-SHA256) of customer ids."""

    key: bytes

    def _hash(self, what: str, customer_id: str = "") -> str:
        return hmac.digest(self.key, f"{what}\0{customer_id}".encode(), "sha256").hex()

    def id_hash(self, customer_id: str) -> str:
        """By which the customer is known again; 64 hexadecimal digits."""
        return self._hash("customer", customer_id)

    def line_secret(self, customer_id: str) -> str:
        """What the keys of the customer's lines are mixed with. A line's key is a plain hash of its content, the id
        among it, and ids are few enough to try them all."""
        return self._hash("lines", customer_id)

    @property
    def check(self) -> str:
        """By which the key itself is known again."""
        return self._hash("key")[:16]


def pseudonym_of(id_hash: str) -> str:
    """What stands for the id: the same whenever the customer is erased with this key."""
    return f"erased-{id_hash[:16]}"


def privacy_key(connection: Connection, data_dir: Path) -> PrivacyKey:
    """The key of this shop, made on first use. Raises KeyProblemError when customers were erased with another one."""
    path = data_dir / FILE
    checks = set(connection.execute(text("select distinct key_check from erased_customers")).scalars())
    if checks and not path.exists():
        raise KeyProblemError(
            f"customers are erased, and the key that knows them again ({path}) is missing. Put it back from your "
            "backup: without it the next load would bring them back."
        )
    key = PrivacyKey(_read_or_make(path))
    if checks - {key.check}:
        raise KeyProblemError(
            f"customers are erased, and {path} is not the key that they were erased with. Put that one back from your "
            "backup: without it the next load would bring them back."
        )
    return key


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{FILE}.") as made:  # for its owner alone
            made.write(secrets.token_hex(KEY_BYTES).encode())
            made.flush()
            os.fsync(made.fileno())
            with suppress(FileExistsError):  # another process was quicker, and its key is the key
                os.link(made.name, path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyProblemError(f"others can read {path}. Make it yours alone: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyProblemError(f"{path} is no key of {2 * KEY_BYTES} hexadecimal digits. Put it back from your backup.")
    return key
