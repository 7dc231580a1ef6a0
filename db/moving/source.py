"""What can be moved."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from db.moving.table import Table


class Source(Protocol):
    """A database of this dashboard that is read as of one moment: `name` without any password, `identity` for good."""

    name: str
    identity: str
    level: str

    def open(self) -> None:
        """Fix the moment."""

    def tables(self) -> list[Table]:
        """The tables, in the order in which they can be filled."""

    def blocks(self, table: Table) -> Iterator[bytes]:
        """The rows as COPY's text, as they come."""

    def fingerprint(self, table: Table) -> tuple[int, str]:
        """Rows, and an md5 over them in the order of the key."""

    def views(self) -> Sequence[tuple[str, str]]:
        """Name and definition of each view."""

    def sequences(self) -> Sequence[tuple[str, int]]:
        """Name and last number of each sequence."""

    def close(self) -> None:
        """Let go of it."""
