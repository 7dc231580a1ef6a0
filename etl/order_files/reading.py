"""How a file is to be read: what the user says goes before what is found."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from etl.order_files.layouts import recognise
from etl.order_files.problem import SourceError


@dataclass(frozen=True)
class ReadingOptions:
    """What the user says of a file; what is None is found out."""

    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    sheet: str | None = None
    layout: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # our field -> the file's column
    largest: int | None = None  # bytes, unpacked


class Content(Protocol):
    """All that COPY needs of a file."""

    def read(self, size: int, /) -> bytes: ...


class OrderFile(ABC):
    """One file of order lines, looked at and ready to be copied. Rows are numbered from 1, below the header."""

    lines_above = 0  # above the header; COPY does not get them

    def __init__(self, name: str, path: Path, header: Sequence[str], options: ReadingOptions) -> None:
        self.name = name
        self.title = name if name.startswith("s3://") else Path(name).name  # without where it lay
        self.path = path
        self.header = tuple(header)
        layout, self.columns = recognise(name, self.header, options.layout, options.columns)
        self.layout = layout.name
        self._stat = path.stat()
        self.content_sha256: str
        self.size: int  # bytes, uncompressed

    @abstractmethod
    def describe(self) -> dict[str, object]:
        """How it is read: format, encoding, separator and the like, layout and columns."""

    @abstractmethod
    def copy_options(self) -> str:
        """What stands in the brackets behind `with` of a COPY of its content."""

    @abstractmethod
    def content(self) -> AbstractContextManager[Content]:
        """Its content for COPY, header included."""

    @abstractmethod
    def raw_lines(self, rows: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """For each of these rows, in rising order: the row, the line of the file on which it begins, and its text."""

    def physical_line(self, row: int) -> int:
        """The line of the file on which a row begins; quoted fields may span lines."""
        return next((line for _, line, _ in self.raw_lines([row])), row + 1)

    def columns_by_name(self) -> dict[str, str]:
        """The file's columns that are used, and our field for each."""
        pairs = zip(self.header, self.columns, strict=True)
        return {name: column for name, column in pairs if not column.startswith("unused_")}

    def check_unchanged(self) -> None:
        """Raise SourceError when the file has been written to since it was looked at."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self._stat.st_size, self._stat.st_mtime_ns):
            raise SourceError(f"{self.name}: the file has changed while it was read. Wait until it is whole.")
