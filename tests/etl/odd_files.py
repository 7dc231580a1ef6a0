"""Writers of odd files: what shops' exports, spreadsheets and accidents make of order lines."""

import csv
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
NAMES = HEADER.split(",")
GOOD = "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France"
Writer = Callable[[Path], Path]  # puts a file into a folder and says where


def content(data: bytes | str, name: str = "odd.csv") -> Writer:
    """A file with this content."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def lines(*rows: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n") -> Writer:
    """A file of these lines below a header."""
    return content(end.join([header, *rows, ""]).encode(encoding))


def line(**changed: object) -> str:
    """The good line with some fields changed, by their names in the header."""
    row = [str(changed.get(name, value)) for name, value in zip(NAMES, GOOD.split(","), strict=True)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue()[:-1]


def many(*odd: str) -> Writer:
    """So many good lines that an odd one is no reason to refuse the file; it stands in line 202 and after."""
    return lines(*(line(InvoiceNo=number) for number in range(200)), *odd)


def with_columns(count: int) -> Writer:
    """A file with many columns that say nothing to us."""
    more = range(count - len(NAMES))
    return lines(
        GOOD + "".join(f",{number}" for number in more), header=HEADER + "".join(f",Extra {number}" for number in more)
    )


Cells = Sequence[Sequence[object]]
TYPED: tuple[object, ...] = ("1001", "A1", "Apple", 2, datetime(2011, 1, 3, 10), 1.5, 17850, "France")


def workbook(
    *sheets: tuple[str, Cells], then: Callable[[Worksheet], object] | None = None, first_row: int = 1
) -> Writer:
    """A workbook with these sheets; `then` does more to the first of them."""

    def write(folder: Path) -> Path:
        path = folder / "odd.xlsx"
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for number, row in enumerate(rows, start=first_row):
                for column, value in enumerate(row, start=1):
                    sheet.cell(number, column, value)
        if then is not None:
            then(book.worksheets[0])
        book.save(path)
        return path

    return write


def cut(writer: Writer, bytes_left: int) -> Writer:
    """The beginning of another file."""

    def write(folder: Path) -> Path:
        path = writer(folder)
        path.write_bytes(path.read_bytes()[:bytes_left])
        return path

    return write


def zip_of(name: str, data: bytes) -> Writer:
    """A zip file with one part in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, data)
    return content(packed.getvalue(), "odd.xlsx")


def bomb(folder: Path) -> Path:
    """A workbook of a few hundred kB that unpacks to 268 MB."""
    path = folder / "odd.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(8):
            part.write(bytes(1 << 25))
    return path


# Its last cell is in the last column of the last row: 17 billion cells, if held as a table.
FAR_CELL = workbook(("Lines", [NAMES, TYPED]), then=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))


def parquet_of(**columns: object) -> Writer:
    """A Parquet file of the good line, some columns of which are changed or more; None leaves one away."""

    def write(folder: Path) -> Path:
        path = folder / "odd.parquet"
        everything: dict[str, object] = {name: [value] for name, value in zip(NAMES, TYPED, strict=True)}
        everything.update(columns)
        parquet.write_table(pa.table({name: of for name, of in everything.items() if of is not None}), path)
        return path

    return write


def png() -> bytes:
    """A picture, whole and small."""
    pixels = zlib.compress(bytes(3000))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", len(pixels), b"IDAT") + pixels


def gzipped(data: str) -> bytes:
    return gzip.compress(data.encode(), mtime=0)


DECIMALS = pa.array([Decimal("1.50")], pa.decimal128(12, 2))
DAYS = pa.array([date(2011, 1, 3)])
