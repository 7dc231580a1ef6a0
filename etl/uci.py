"""The UCI Online Retail set (Chen 2015, doi 10.24432/C5BW33, CC BY 4.0): downloaded once, kept as CSV.gz."""

import csv
import gzip
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from python_calamine import CalamineError, CalamineWorkbook
from tqdm import tqdm

URL = "https://archive.ics.uci.edu/static/public/352/online+retail.zip"
COLUMNS = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
TIMEOUT = 10.0  # seconds without an answer
BLOCK = 1 << 18
SHOWN = sys.stdout.isatty()  # a progress bar is for a terminal


@dataclass
class Contents:
    """What a set holds: lines; of these exact duplicates, and of the others those at a price of zero and below."""

    lines: int = 0
    duplicates: int = 0
    zero_prices: int = 0
    prices_below_zero: int = 0

    def __str__(self) -> str:
        return (
            f"{self.lines:,} lines ({self.duplicates:,} exact duplicates, {self.zero_prices:,} at a price of zero, "
            f"{self.prices_below_zero:,} below zero)"
        )


WHOLE_SET = Contents(541_909, 5_268, 2_510, 2)


class DownloadError(Exception):
    """The set could not be had; the message is one sentence that says why."""


def download(data_dir: Path, url: str = URL, expected: Contents = WHOLE_SET) -> Path:
    """The set as CSV.gz in UCI's column names, from `data_dir`/downloads when it is there already.

    A download that was cut off goes on where it stopped. Raises DownloadError when the address cannot be
    reached, or when what it sends is not the whole set; of that nothing is kept.
    """
    folder = data_dir / "downloads"
    target = folder / "online_retail.csv.gz"
    if target.exists():
        return target
    archive = folder / "online_retail.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not archive.exists():
            _fetch(url, archive)
        _convert(archive, target, expected)
    except OSError as error:
        raise DownloadError(f"{folder} cannot be written: {error}") from None
    finally:
        archive.unlink(missing_ok=True)
    return target


def _fetch(url: str, archive: Path) -> None:
    """Download to `archive`.part, going on from what is there, and give it its name when it is whole."""
    part = archive.with_name(archive.name + ".part")
    have = part.stat().st_size if part.exists() else 0
    with closing(_open(url, have)) as answer:
        resumed = answer.status == HTTPStatus.PARTIAL_CONTENT and _first_byte(answer) == have
        if answer.status == HTTPStatus.PARTIAL_CONTENT and not resumed:
            part.unlink()
            raise DownloadError(f"{_host(url)} sent another part of the file than was asked for")
        have = have if resumed else 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length else None
        bar = tqdm(
            total=total, initial=have, desc="  UCI set", unit="B", unit_scale=True, leave=False, disable=not SHOWN
        )
        with bar, part.open("ab" if resumed else "wb") as file:
            for block in _blocks(answer, url):
                file.write(block)
                bar.update(len(block))
    have = part.stat().st_size
    if total is not None and have != total:
        raise DownloadError(f"{_host(url)} broke off after {have:,} of {total:,} bytes; the next try goes on there")
    part.replace(archive)


def _open(url: str, have: int) -> HTTPResponse:
    if urlsplit(url).scheme not in ("http", "https"):
        raise DownloadError(f"{url} is not an address that begins with http:// or https://")
    request = Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310  # checked above
    try:
        answer: HTTPResponse = urlopen(request, timeout=TIMEOUT)  # noqa: S310  # checked above
    except HTTPError as error:
        error.close()
        if (
            error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have
        ):  # there is no more than we have, or the file has changed: begin anew
            return _open(url, 0)
        raise DownloadError(f"{_host(url)} answered {error.code} {error.reason}") from None
    except (URLError, HTTPException, OSError) as error:
        raise DownloadError(f"{_host(url)}: {getattr(error, 'reason', None) or error}") from None
    return answer


def _blocks(answer: HTTPResponse, url: str) -> Iterator[bytes]:
    while True:
        try:
            block = answer.read(BLOCK)
        except (HTTPException, OSError) as error:
            raise DownloadError(f"{_host(url)} broke off: {error}; the next try goes on from there") from None
        if not block:
            return
        yield block


def _first_byte(answer: HTTPResponse) -> int | None:
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found.group(1)) if found else None


def _host(url: str) -> str:
    return urlsplit(url).netloc or url


def _convert(archive: Path, target: Path, expected: Contents) -> None:
    """The workbook inside `archive` as CSV.gz, under its own name once its content is the expected one."""
    part = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(archive) as zipped:
            names = [name for name in zipped.namelist() if name.lower().endswith(".xlsx")]
            if len(names) != 1:
                raise DownloadError(f"the archive holds {len(names)} workbooks in place of one")
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(zipped.read(names[0])))
        rows = workbook.get_sheet_by_index(0).iter_rows()
        if next(rows, None) != COLUMNS:
            raise DownloadError(f"the workbook's first row is not {', '.join(COLUMNS)}")
        found = _write_csv(part, tqdm(rows, "  converting", expected.lines, leave=False, disable=not SHOWN))
        if found != expected:
            raise DownloadError(f"the workbook has {found} in place of {expected}")
        part.replace(target)
    except (zipfile.BadZipFile, CalamineError, EOFError) as error:
        raise DownloadError(f"what was downloaded is no whole workbook ({error}); the next try begins anew") from None
    finally:
        part.unlink(missing_ok=True)


def _write_csv(path: Path, rows: Iterable[list[Any]]) -> Contents:
    """The rows under the header as CSV.gz; returns what they hold."""
    found = Contents()
    seen: set[int] = set()
    price = COLUMNS.index("UnitPrice")
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed,
        io.TextIOWrapper(packed, "utf-8", newline="") as text,
    ):
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            fields = tuple(_field(column, value) for column, value in zip(COLUMNS, row, strict=True))
            writer.writerow(fields)
            found.lines += 1
            key = hash(fields)  # whole rows would take five times the memory
            if key in seen:
                found.duplicates += 1
            elif isinstance(row[price], int | float) and row[price] <= 0:
                found.zero_prices += row[price] == 0
                found.prices_below_zero += row[price] < 0
            seen.add(key)
    return found


def _field(column: str, value: object) -> object:
    """A cell as text: whole numbers without a fraction in codes and quantities, dates to the second in ISO."""
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, float) and value.is_integer() and column not in ("UnitPrice", "CustomerID"):
        return int(value)
    return value
