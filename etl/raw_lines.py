"""The text of refused lines as it stands in their files, fetched while the database works."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO

from sqlalchemy import Connection, text

from db.engine import psycopg_connection
from etl.order_files import OrderFile

IN_MEMORY = 4 << 20  # bytes; more goes to a temporary file


class RawLines:
    """The raw text of some rows, on its way from the files; `store` waits for it."""

    def __init__(self, content: IO[bytes], written: "Future[None]") -> None:
        self._content = content
        self._written = written

    def store(self, connection: Connection) -> None:
        """Put it into incoming.raw_lines: file number, row, line of the file, text."""
        connection.execute(
            text(
                "create unlogged table incoming.raw_lines"
                " (file_number integer, line_number bigint, physical_line bigint, raw text)"
            )
        )
        self._written.result()
        self._content.seek(0)
        with psycopg_connection(connection).cursor() as cursor:
            cursor.copy_expert("copy incoming.raw_lines from stdin with (format csv)", self._content)


def _write(content: IO[bytes], files: Sequence[OrderFile], rows: Mapping[int, Sequence[int]]) -> None:
    lines = io.TextIOWrapper(content, "utf-8", newline="")
    writer = csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for number, wanted in rows.items():
        for row, physical_line, raw in files[number - 1].raw_lines(wanted):
            writer.writerow((number, row, physical_line, raw))
    lines.detach()  # writes what it still holds


@contextmanager
def fetching(files: Sequence[OrderFile], rows: Mapping[int, Sequence[int]]) -> Iterator[RawLines]:
    """Read the rows (by file number, sorted) from the files in a thread of its own."""
    with (
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as content,
        ThreadPoolExecutor(1, thread_name_prefix="raw-lines") as thread,
    ):
        yield RawLines(content, thread.submit(_write, content, files, rows))
