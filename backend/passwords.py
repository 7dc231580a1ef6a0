"""Passwords: kept as argon2id, and refused as NIST SP 800-63B-4 has it: too short, or known to everybody.

No rule says which kinds of character a password must have, and none makes it expire.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from zxcvbn import zxcvbn

from backend.errors import ProblemException

SHORTEST = 15  # characters, as for a password that stands alone
LONGEST = 200
GUESSES = 1e10  # a password that fewer guesses find is one of the common ones, or made from them
LEFT = 6  # characters beside words that everybody here knows
LOOKED_AT = 64  # characters; the estimate takes long for more

# 19 MiB for a password at work, which each thread that ever did one keeps: so one thread does them, some 30 ms each.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_at_work = ThreadPoolExecutor(1, "password")
WAITING = 2  # beside the one at work: each holds a thread of the server, and the others are for everybody else
# Verified when there is no such user, so that time does not tell who exists.
_nobody = _hasher.hash("nobody has this password")

OWN_WORDS = ["predictive", "sales", "dashboard", "customers", "analytics", "password"]


def _normal(password: str) -> str:
    """The same characters, whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", password)


def problem_with(password: str, *known: str) -> str | None:
    """Why this password is refused, None when it is not; `known` are words that others know, such as the user's name.

    The length counts code points.
    """
    password = _normal(password)
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more; a few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer."
    words = [word for text in [*OWN_WORDS, *known] for word in re.findall(r"\w+", text.lower())]
    found = zxcvbn(password[:LOOKED_AT], user_inputs=words, max_length=LOOKED_AT)
    if found["guesses"] < GUESSES or _is_made_of(password.lower(), words):
        return "This password is common, or is made from common ones. Choose some words that do not belong together."
    return None


def _is_made_of(password: str, words: list[str]) -> bool:
    """True when next to nothing is left of the password without these words."""
    for word in sorted(words, key=len, reverse=True):
        password = password.replace(word, "")
    return len(re.sub(r"\W", "", password)) < LEFT


class Places:
    """So many requests at once may have a password looked at; the next ones are told to come again."""

    def __init__(self, most: int) -> None:
        self._most, self._taken = most, 0
        self._lock = threading.Lock()

    def refuse_when_full(self) -> None:
        if self._taken >= self._most:
            error = ProblemException(503, "Busy", "Many sign in at this moment. Try again in a second.")
            error.retry_after = 1
            raise error

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place for the length of the block."""
        with self._lock:
            self.refuse_when_full()
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


PLACES = Places(1 + WAITING)


def hash_password(password: str) -> str:
    with PLACES.one():
        return _at_work.submit(_hasher.hash, _normal(password)).result()


def is_password(password_hash: str | None, password: str) -> bool:
    """True when the hash is of this password; with no hash it takes as long and is False."""
    with PLACES.one():
        try:
            found = _at_work.submit(_hasher.verify, password_hash or _nobody, _normal(password)).result()
            return found and password_hash is not None
        except VerifyMismatchError:
            return False
