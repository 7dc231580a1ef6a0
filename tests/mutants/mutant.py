"""A mutant: one small change of one file, made on purpose to see whether a test notices."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from db.settings import ROOT


@dataclass(frozen=True)
class Mutant:
    """In `file`, the bytes from `start` to `end` become `replacement`."""

    file: str
    start: int
    end: int
    replacement: str
    change: str  # what was done, in words

    @cached_property
    def source(self) -> bytes:
        return (ROOT / self.file).read_bytes()

    @property
    def mutated(self) -> bytes:
        return self.source[: self.start] + self.replacement.encode() + self.source[self.end :]

    @property
    def line(self) -> int:
        return self.source.count(b"\n", 0, self.start) + 1

    @property
    def is_sql(self) -> bool:
        return self.file.endswith(".sql")

    @property
    def key(self) -> str:
        """The same for the same change of the same text."""
        place = "\0".join((self.file, str(self.start), str(self.end), self.replacement, ""))
        return hashlib.sha256(place.encode() + self.source).hexdigest()[:16]

    def lot(self, seed: str) -> str:
        """What it is drawn by: the same wherever in its file the line stands."""
        column = self.start - (self.source.rfind(b"\n", 0, self.start) + 1)
        drawn = "\0".join((seed, self.file, str(column), self.change, *self.shown()))
        return hashlib.sha256(drawn.encode()).hexdigest()

    def shown(self) -> tuple[str, str]:
        """The line as it was and as it became, without the spaces around them."""
        begin = self.source.rfind(b"\n", 0, self.start) + 1
        stop = self.source.find(b"\n", self.end)
        stop = len(self.source) if stop < 0 else stop
        was = self.source[begin:stop].decode()
        became = (self.source[begin : self.start] + self.replacement.encode() + self.source[self.end : stop]).decode()
        return " ".join(was.split()), " ".join(became.split())
