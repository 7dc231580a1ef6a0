"""Secrets that stand for a user: made at random, shown once, kept as their SHA-256 alone.

They have 256 random bits, so a fast hash is enough; passwords, which people choose, are another matter
(backend/passwords.py).
"""

import hashlib
import secrets


def new_token(prefix: str = "") -> tuple[str, bytes]:
    """A new secret and its hash."""
    token = prefix + secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
