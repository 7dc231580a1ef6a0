"""Files of typed cells: workbooks and Parquet. Their rows are handed on as text, some at a time."""

import csv
import hashlib
import io
import math
import re
import zipfile
import zlib
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from etl.order_files.problem import SourceError, too_large
from etl.order_files.reading import Content, OrderFile, ReadingOptions

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineSheet

BATCH = 5_000  # rows at a time
LARGEST_WORKBOOK = 1 << 30  # bytes, uncompressed: a workbook is read whole
LARGEST_SHEET = 30_000_000  # cells, from the first to the last: the reader holds the empty ones between them too
FAR_PLACE = re.compile(rb"""\sr=["']([A-Z]{2,3})?(\d{1,9})["']""")  # of a row, or of a cell beyond column Z
MANY_TIMES = 200  # a workbook that claims to unpack to so many times its size is a bomb


def _as_text(value: object) -> str:
    """A cell as it would stand in a CSV file: whole numbers without a fraction, dates in ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if math.isnan(value):  # what some tools write for "nothing"
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "")


class _RowsAsCsv:
    """Rows as the bytes of a CSV file, made as they are read."""

    def __init__(self, rows: Iterator[Sequence[object]]) -> None:
        self._rows = rows
        self._left = b""

    def read(self, size: int, /) -> bytes:
        if not self._left:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(
                [_as_text(value) for value in row] for row in islice(self._rows, BATCH)
            )
            self._left = text.getvalue().encode("utf-8", "replace")
        chunk, self._left = self._left[:size], self._left[size:]
        return chunk


class TableFile(OrderFile):
    """A file with rows of cells."""

    kind: str

    def __init__(self, name: str, path: Path, header: Sequence[str], options: ReadingOptions) -> None:
        super().__init__(name, path, header, options)
        self.size = path.stat().st_size
        with path.open("rb") as content:
            self.content_sha256 = hashlib.file_digest(content, "sha256").hexdigest()

    @abstractmethod
    def _rows(self) -> Iterator[tuple[int, Sequence[object]]]:
        """Each row below the header, with the line on which a person finds it."""

    def describe(self) -> dict[str, object]:
        return {"format": self.kind, "layout": self.layout, "columns": self.columns_by_name()}

    def copy_options(self) -> str:
        return "format csv, encoding 'UTF8'"

    @contextmanager
    def content(self) -> Iterator[Content]:
        self.check_unchanged()
        yield _RowsAsCsv(row for _, row in self._rows())
        self.check_unchanged()

    def raw_lines(self, rows: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        numbered = enumerate(self._rows(), start=1)
        at = 0
        for row in rows:
            found = next(islice(numbered, row - at - 1, None), None)
            if found is None:
                return
            at, (line, cells) = found
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerow([_as_text(value) for value in cells])
            yield row, line, text.getvalue()[:-1]


def _to_the_second(moment: datetime) -> datetime:
    """A workbook keeps a moment as a fraction of a day, which is seldom quite a second."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _is_binary(kind: "pa.DataType") -> bool:
    import pyarrow as pa  # noqa: PLC0415

    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


class Sheet(TableFile):
    """A sheet of an XLSX workbook."""

    kind = "workbook"

    def __init__(self, name: str, path: Path, options: ReadingOptions, sheet: "CalamineSheet") -> None:
        self._sheet = sheet
        _, first = next(self._filled_rows(), (1, []))
        super().__init__(f"{name}, sheet {sheet.name}", path, [_as_text(value).strip() for value in first], options)
        self.title = f"{name if name.startswith('s3://') else Path(name).name}, sheet {sheet.name}"
        if next(self._rows(), None) is None:
            raise SourceError(f"{self.name}: there is a header and nothing follows. It needs at least one order line.")

    def _rows(self) -> Iterator[tuple[int, Sequence[object]]]:
        return islice(self._filled_rows(), 1, None)

    def _filled_rows(self) -> Iterator[tuple[int, Sequence[object]]]:
        """The rows with something in them, the header first, and where they stand in the sheet."""
        for line, row in enumerate(self._sheet.iter_rows(), start=1):
            if any(value not in {"", None} for value in row):
                yield line, [_to_the_second(value) if isinstance(value, datetime) else value for value in row]

    def describe(self) -> dict[str, object]:
        return {**super().describe(), "sheet": self._sheet.name}


def open_workbook(name: str, path: Path, options: ReadingOptions) -> list[Sheet]:
    """The sheets that have order lines, or the one that is asked for. Raises SourceError when there is none."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # for workbooks alone

    _refuse_bomb(name, path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        if options.sheet and options.sheet not in workbook.sheet_names:
            raise SourceError(f"{name}: there is no sheet '{options.sheet}', but {', '.join(workbook.sheet_names)}.")
        titles = [options.sheet] if options.sheet else workbook.sheet_names
        sheets = [workbook.get_sheet_by_name(title) for title in titles]
    except (CalamineError, ValueError) as error:
        raise SourceError(f"{name}: this is no whole workbook ({error}). Save it again as XLSX or CSV.") from None
    found: list[Sheet] = []
    others: list[tuple[CalamineSheet, SourceError]] = []
    for sheet in sheets:
        if not sheet.height:
            continue
        try:
            found.append(Sheet(name, path, options, sheet))
        except SourceError as error:
            others.append((sheet, error))
    if not found:
        empty = SourceError(f"{name}: the workbook is empty. A sheet needs a header and at least one line.")
        raise next((problem for _, problem in others), empty)
    for sheet, problem in others:
        # As wide as one with order lines, it may well hold some; a sheet of notes is only told of.
        if sheet.height > 1 and any(sheet.width == len(one.header) for one in found):
            raise SourceError(f"{problem} Or load the other sheets alone, each with --sheet.")
        print(f"  passing over {problem}", flush=True)
    return found


def _refuse_bomb(name: str, path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > LARGEST_WORKBOOK or unpacked > MANY_TIMES * max(path.stat().st_size, 1 << 20):
                raise SourceError(
                    f"{name}: the workbook unpacks to {unpacked / 1e6:,.0f} MB, which is too much to be read. "
                    "Save it as CSV."
                )
            for part in packed.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    with packed.open(part) as content:
                        rows, columns = _extent(content)
                    if rows * columns > LARGEST_SHEET:
                        raise SourceError(
                            f"{name}: {Path(part).stem} reaches to row {rows:,} and column {columns:,}, which is too "
                            "much to be read. Delete what stands far from the order lines, or save it as CSV."
                        )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{name}: this is no whole workbook ({error}). Save it again as XLSX or CSV.") from None


def _extent(content: IO[bytes]) -> tuple[int, int]:
    """The last row of a sheet and its last column, or 26 when that is one of A to Z."""
    rows, columns, tail = 1, 26, b""
    while chunk := content.read(1 << 20):
        for letters, row in FAR_PLACE.findall(tail + chunk):
            rows = max(rows, int(row))
            if letters:
                columns = max(columns, reduce(lambda column, letter: column * 26 + letter - 64, letters, 0))
        tail = chunk[-40:]
    return rows, columns


class ParquetFile(TableFile):
    """A Parquet file, read some rows at a time."""

    kind = "Parquet"

    def __init__(self, name: str, path: Path, options: ReadingOptions) -> None:
        import pyarrow as pa  # noqa: PLC0415  # for Parquet alone
        from pyarrow import parquet  # noqa: PLC0415

        try:
            with parquet.ParquetFile(path) as file:
                schema, rows = file.schema_arrow, file.metadata.num_rows
                groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
                unpacked = sum(group.total_byte_size for group in groups)
        except (pa.ArrowException, OSError) as error:
            raise SourceError(f"{name}: this is no whole Parquet file ({error}). Copy it again.") from None
        if options.largest is not None and unpacked > options.largest:
            raise too_large(name, options.largest)
        super().__init__(name, path, schema.names, options)
        for column, kind in zip(schema.names, schema.types, strict=True):
            if column in self.columns_by_name() and (pa.types.is_nested(kind) or _is_binary(kind)):
                raise SourceError(f"{name}: column {column} holds {kind}, which is no text, number or date.")
        if not rows:
            raise SourceError(f"{name}: it has columns and nothing in them. The file needs at least one order line.")

    def _rows(self) -> Iterator[tuple[int, Sequence[object]]]:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415

        line = 0
        try:
            with parquet.ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH, use_threads=False):
                    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        line += 1
                        yield line, row
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            raise SourceError(
                f"{self.name}: row {line + 1:,}: it cannot be read on ({error}). Copy it again."
            ) from None
