"""How often something was tried, counted in PostgreSQL: the limits hold across all processes and a restart."""

import hashlib
import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network

from sqlalchemy import Connection, text

from backend.database import fetch_rows
from backend.errors import ProblemException


@dataclass(frozen=True)
class Limit:
    """So many attempts within so long; then nothing until that time is over."""

    what: str
    most: int
    within: timedelta

    def bucket(self, subject: str) -> str:
        """The counter of this subject; what somebody typed is kept as a hash."""
        return f"{self.what}:{hashlib.sha256(subject.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


BY_PAIR = Limit("sign-in name and address", 10, timedelta(minutes=15))
BY_ADDRESS = Limit("sign-in address", 100, timedelta(minutes=15))
BY_NAME = Limit("sign-in name", 100, timedelta(hours=24))  # whatever the addresses: guessing stays hopeless


def network_of(address: str) -> str:
    """What is counted as one address: of IPv6 a /64, of which a single household has all."""
    with suppress(ValueError):
        found = IPv6Address(address)
        return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
    return address


def count(connection: Connection, limits: list[tuple[Limit, str]]) -> float | None:
    """Count one attempt against each limit, by its subject; returns the seconds to wait when one is used up.

    The caller commits before it does what is counted, so that attempts at the same time see each other.
    """
    buckets = {limit.bucket(subject): limit for limit, subject in limits}
    connection.execute(text("set local synchronous_commit to off"))  # refusing costs no wait for the disk
    rows = fetch_rows(
        connection,
        "count_attempts",
        buckets=list(buckets),
        seconds=[limit.within.total_seconds() for limit in buckets.values()],
    )
    waits = [row["seconds_left"] for row in rows if row["attempts"] > buckets[row["bucket"]].most]
    return max(waits, default=None)


def forget(connection: Connection, limits: list[tuple[Limit, str]]) -> None:
    """Begin to count anew, as after a success; counters whose time is over go, too."""
    fetch_rows(connection, "forget_attempts", buckets=[limit.bucket(subject) for limit, subject in limits])


def too_many(seconds: float, detail: str) -> ProblemException:
    """The error that says how long to wait."""
    error = ProblemException(429, "Too many attempts", f"{detail} Try again in {_in_words(seconds)}.")
    error.retry_after = max(1, math.ceil(seconds))
    return error


def _in_words(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes < 2:
        return "a minute"
    return f"{minutes} minutes" if minutes < 120 else f"{math.ceil(minutes / 60)} hours"
