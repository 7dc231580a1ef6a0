"""What a file of order lines is: its encoding, separator and columns, found before anything is loaded."""

import codecs
import csv
import gzip
import hashlib
import io
import itertools
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

CHUNK = 1 << 20
csv.field_size_limit(1 << 30)  # a huge cell is PostgreSQL's to judge; here it is only looked for

# Known names of each column, compared without case, spaces and underscores.
ALIASES: dict[str, tuple[str, ...]] = {
    "invoice_no": ("invoiceno", "invoice", "invoicenumber", "orderid", "ordernumber"),
    "stock_code": ("stockcode", "sku", "productcode", "productid"),
    "description": ("description", "product", "productname", "itemname"),
    "quantity": ("quantity", "qty", "units"),
    "invoice_date": ("invoicedate", "orderdate", "date", "orderedat"),
    "unit_price": ("unitprice", "price", "itemprice"),
    "customer_id": ("customerid", "customer", "clientid"),
    "country": ("country", "shippingcountry"),
}
OPTIONAL = {"description", "country"}


class SourceError(Exception):
    """The file can't be loaded; the message names the file, the place and what to do."""


@dataclass(frozen=True)
class Source:
    """A file of order lines and how to read it."""

    path: Path
    content_sha256: str  # of the uncompressed content
    size: int  # bytes, uncompressed
    encoding: str  # name that both Python and PostgreSQL know
    separator: str
    header: tuple[str, ...]  # as in the file
    columns: tuple[str, ...]  # ours, in the file's order; "unused_3" for the others

    def layout(self) -> dict[str, object]:
        return {
            "encoding": self.encoding,
            "separator": self.separator,
            "columns": dict(zip(self.header, self.columns, strict=True)),
        }


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file's content, uncompressed when it is gzip (told by its first bytes, not by its name)."""
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if zipped:
                with gzip.open(raw, "rb") as content:
                    yield cast("IO[bytes]", content)
            else:
                yield raw
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file. Check the path in DATA=.") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: this is a folder; name one file of order lines.") from None
    except PermissionError:
        raise SourceError(f"{path}: you may not read this file. Check its permissions.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"{path}: the gzip file is damaged or cut short ({error}). Copy it again.") from None
    except OSError as error:
        raise SourceError(f"{path}: this cannot be read as a file ({error.strerror}). Check the path.") from None


class WithoutBlankEnd:
    """A file without the empty lines at its end, which exports often have and COPY refuses."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._held = b""  # line ends that are passed on only when more follows

    def read(self, size: int) -> bytes:
        while chunk := self._content.read(max(size - len(self._held), 1)):
            chunk = self._held + chunk
            text = chunk.rstrip(b"\r\n")
            self._held = chunk[len(text) :]
            if text:
                return text
        return b""


def inspect(path: Path) -> Source:
    """Read the whole file once and say what it is.

    Raises SourceError when it is empty, binary, in no known encoding, or lacks a column.
    """
    digest, size, encoding = hashlib.sha256(), 0, "UTF8"
    decoder = codecs.getincrementaldecoder("utf-8")()
    head = b""
    with open_bytes(path) as content:
        for chunk in iter(lambda: content.read(CHUNK), b""):
            head = head or chunk
            if size == 0 and chunk.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
                raise SourceError(f"{path}: this is not a text file. Save it as CSV (UTF-8) and load that.")
            if b"\x00" in chunk:
                raise SourceError(
                    f"{path}: byte {size + chunk.index(0) + 1:,} is NUL, so this is no CSV in UTF-8 or "
                    "Windows-1252. Save it as CSV (UTF-8) and load that."
                )
            digest.update(chunk)
            size += len(chunk)
            if encoding == "UTF8":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "WIN1252"
    if size == 0:
        raise SourceError(f"{path}: the file is empty. It needs a header and at least one line.")
    text = head.decode("utf-8-sig" if encoding == "UTF8" else "cp1252", errors="replace")
    header, separator = _read_header(path, text)
    columns = match_columns(path, header)
    if len(list(itertools.islice(csv.reader(io.StringIO(text), delimiter=separator), 2))) < 2:
        raise SourceError(f"{path}: line 1 is a header and nothing follows. The file needs at least one order line.")
    return Source(path, digest.hexdigest(), size, encoding, separator, header, columns)


def _read_header(path: Path, text: str) -> tuple[tuple[str, ...], str]:
    first_line = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t|", key=first_line.count)
    try:
        header = next(csv.reader(io.StringIO(text), delimiter=separator), [])
    except csv.Error as error:
        raise SourceError(f"{path}: line 1 is no CSV header ({error}).") from None
    return tuple(name.strip() for name in header), separator


def match_columns(path: Path, header: tuple[str, ...]) -> tuple[str, ...]:
    """Our column name for each of the file's. Raises SourceError for a missing or a doubled column."""
    by_alias = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
    columns: list[str] = []
    for position, original in enumerate(header, start=1):
        name = by_alias.get(original.lower().replace(" ", "").replace("_", ""), f"unused_{position}")
        if name in columns:
            first = header[columns.index(name)]
            raise SourceError(
                f"{path}: line 1: the columns '{first}' and '{original}' both look like {name}. Rename one of them."
            )
        columns.append(name)
    missing = [name for name in ALIASES if name not in columns and name not in OPTIONAL]
    if missing:
        wanted = "; ".join(f"{name} (known as {', '.join(ALIASES[name])})" for name in missing)
        raise SourceError(
            f"{path}: line 1: a column is missing: {wanted}. The header has: {', '.join(header)[:300]}. "
            "Rename the column in the file."
        )
    return tuple(columns)


def physical_line(source: Source, row: int) -> int:
    """The line of the file on which data row `row` (from 1) begins: quoted fields may span lines."""
    with open_bytes(source.path) as content:
        encoding = "utf-8-sig" if source.encoding == "UTF8" else "cp1252"
        reader = csv.reader(io.TextIOWrapper(content, encoding, newline=""), delimiter=source.separator)
        begins = 1
        for number, _ in enumerate(reader):
            if number == row:
                return begins
            begins = reader.line_num + 1
    return row + 1


FIELDS = (
    "invoice_no",
    "stock_code",
    "description",
    "quantity",
    "invoice_date",
    "unit_price",
    "customer_id",
    "country",
    "currency",
)


@dataclass(frozen=True)
class ReadingOptions:
    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    sheet: str | None = None
    layout: str | None = None
    columns: dict = None


class OrderFile:
    layout = "lines"

    def __init__(self, source):
        self.s = source
        self.name = str(source.path)
        self.path = source.path
        self.content_sha256 = source.content_sha256
        self.size = source.size
        self.header = source.header
        self.columns = source.columns

    def describe(self):
        return self.s.layout()

    def copy_options(self):
        return f"format csv, header true, delimiter E'{self.s.separator}', encoding '{self.s.encoding}'".replace(
            "\t", "\\t"
        )

    @contextmanager
    def content(self):
        with open_bytes(self.path) as c:
            yield WithoutBlankEnd(c)

    def physical_line(self, row):
        return physical_line(self.s, row)

    def raw_lines(self, rows):
        rows = iter(rows)
        want = next(rows, None)
        with open_bytes(self.path) as c:
            for n, line in enumerate(c):
                if n == want:
                    yield n, n + 1, line.decode("utf-8", "replace").rstrip("\r\n")
                    want = next(rows, None)
                    if want is None:
                        return


def find_order_files(data, options, scratch):
    return [OrderFile(inspect(Path(data)))]
