"""The download of the UCI set, from a real web server on this machine that can misbehave."""

import csv
import gzip
import io
import re
import socket
import threading
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from etl import uci
from tests.conftest import RETAIL

ROWS: list[Sequence[object]] = [
    (536365, "85123A", "WHITE T-LIGHT HOLDER", 6, datetime(2010, 12, 1, 8, 26), 2.55, 17850, "United Kingdom"),
    (536370, "POST", "POSTAGE", 3, datetime(2010, 12, 1, 8, 45), 18, 12583, "France"),
    ("C536379", "D", "Discount", -1, datetime(2010, 12, 1, 9, 41), 27.5, 14527, "United Kingdom"),
    (536381, 82567, "AIRLINE LOUNGE,METAL SIGN", 2, datetime(2010, 12, 1, 9, 41), 2.1, 15311, "United Kingdom"),
    (536414, 22139, None, 56, datetime(2010, 12, 1, 11, 52), 0, None, "United Kingdom"),
    (572891, 23343, 20713, -400, datetime(2011, 10, 26, 14, 14, 37), 0, None, "United Kingdom"),
]
EXPECTED = uci.Contents(lines=6, zero_prices=2)
CSV = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583.0,France
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
536381,82567,"AIRLINE LOUNGE,METAL SIGN",2,2010-12-01 09:41:00,2.1,15311.0,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom
572891,23343,20713,-400,2011-10-26 14:14:37,0.0,,United Kingdom
"""

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Online Retail" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    ),
}  # the second style, number 1, is a date


def cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86400
        return f'<c r="{name}" s="1"><v>{days!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{name}"><v>{value!r}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def archive(rows: Sequence[Sequence[object]], header: Sequence[str] = tuple(uci.COLUMNS)) -> bytes:
    """A zip with one workbook in it, as UCI sends it."""
    workbook, whole = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in PARTS.items():
            zipped.writestr(name, content)
        body = ""
        for line, row in enumerate([header, *rows], start=1):
            cells = (cell(f"{letter}{line}", value) for letter, value in zip("ABCDEFGH", row, strict=True))
            body += f'<row r="{line}">{"".join(cells)}</row>'
        zipped.writestr("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>{body}</sheetData></worksheet>")
    with zipfile.ZipFile(whole, "w") as zipped:
        zipped.writestr("Online Retail.xlsx", workbook.getvalue())
    return whole.getvalue()


class Site(ThreadingHTTPServer):
    """A web server with one file. It may break off, ignore ranges, answer with an error, or say nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content = archive(ROWS)
        self.breaks_off_after: int | None = None
        self.knows_ranges = True
        self.error: int | None = None
        self.ranges_asked: list[str | None] = []
        self.silence = threading.Event()
        self.silence.set()  # set: it speaks

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/online+retail.zip"


class Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.silence.wait(10)
        wanted = self.headers.get("Range")
        self.server.ranges_asked.append(wanted)
        if self.server.error:
            self.send_error(self.server.error)
            return
        content, begin = self.server.content, 0
        if wanted and self.server.knows_ranges:
            begin = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1])  # type: ignore[index]  # ours always match
            if begin >= len(content):
                self.send_error(416)
                return
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(content) - begin))
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(content[begin : self.server.breaks_off_after])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing on the terminal."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.silence.set()
        server.shutdown()
        thread.join()


def files(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "downloads").iterdir())


def test_the_workbook_becomes_csv_in_uci_columns(site: Site, tmp_path: Path) -> None:
    path = uci.download(tmp_path, site.url, EXPECTED)
    assert path == tmp_path / "downloads" / "online_retail.csv.gz"
    assert gzip.decompress(path.read_bytes()).decode() == CSV
    assert files(tmp_path) == ["online_retail.csv.gz"]


def test_a_set_that_is_there_is_not_asked_for_again(site: Site, tmp_path: Path) -> None:
    for _ in range(2):
        uci.download(tmp_path, site.url, EXPECTED)
    assert site.ranges_asked == [None]


def test_a_download_that_broke_off_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    site.breaks_off_after = 500
    with pytest.raises(uci.DownloadError, match=r"broke off after 500 of [\d,]+ bytes"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == ["online_retail.zip.part"]
    site.breaks_off_after = None
    path = uci.download(tmp_path, site.url, EXPECTED)
    assert site.ranges_asked == [None, "bytes=500-"]
    assert gzip.decompress(path.read_bytes()).decode() == CSV


def test_a_server_without_ranges_sends_everything_again(site: Site, tmp_path: Path) -> None:
    site.breaks_off_after, site.knows_ranges = 500, False
    with pytest.raises(uci.DownloadError):
        uci.download(tmp_path, site.url, EXPECTED)
    site.breaks_off_after = None
    path = uci.download(tmp_path, site.url, EXPECTED)
    assert gzip.decompress(path.read_bytes()).decode() == CSV


def test_a_part_longer_than_the_file_begins_anew(site: Site, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "online_retail.zip.part").write_bytes(b"x" * (len(site.content) + 1))
    path = uci.download(tmp_path, site.url, EXPECTED)
    assert gzip.decompress(path.read_bytes()).decode() == CSV


def test_a_changed_file_is_not_patched_together(site: Site, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "online_retail.zip.part").write_bytes(b"x" * 500)
    with pytest.raises(uci.DownloadError, match="no whole workbook"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == []
    uci.download(tmp_path, site.url, EXPECTED)
    assert site.ranges_asked == ["bytes=500-", None]


def test_a_set_with_a_line_missing_is_refused_and_not_kept(site: Site, tmp_path: Path) -> None:
    site.content = archive(ROWS[:-1])
    with pytest.raises(uci.DownloadError, match=r"has 5 lines .* in place of 6 lines"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROWS[0], r"\(1 exact duplicates, 1 at a price of zero, 0 below zero\)"),
        ((*ROWS[5][:5], -0.5, None, "France"), r"\(0 exact duplicates, 1 at a price of zero, 1 below zero\)"),
        ((*ROWS[5][:5], 3.25, None, "France"), r"\(0 exact duplicates, 1 at a price of zero, 0 below zero\)"),
    ],
)
def test_a_set_of_the_right_length_with_other_lines_is_refused_and_not_kept(
    site: Site, tmp_path: Path, row: Sequence[object], told: str
) -> None:
    site.content = archive([*ROWS[:-1], row])
    with pytest.raises(uci.DownloadError, match=rf"has 6 lines {told} in place of 6 lines"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == []


@pytest.mark.real_data
@pytest.mark.skipif(not RETAIL.is_file(), reason="needs the real file")
def test_the_figures_asked_for_are_those_of_the_real_set(tmp_path: Path) -> None:
    """The bodies of the real lines go through what counts the workbook's rows."""
    with gzip.open(RETAIL, "rt", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        typed = ([*row[:5], float(row[5]), *row[6:]] for row in rows)
        assert uci._write_csv(tmp_path / "set.csv.gz", typed) == uci.WHOLE_SET


def test_another_workbook_is_refused_and_not_kept(site: Site, tmp_path: Path) -> None:
    site.content = archive(ROWS, ["Invoice", *uci.COLUMNS[1:]])
    with pytest.raises(uci.DownloadError, match="first row is not InvoiceNo"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == []


def test_a_damaged_archive_is_refused_and_not_kept(site: Site, tmp_path: Path) -> None:
    site.content = b"<html>Down for maintenance</html>"
    with pytest.raises(uci.DownloadError, match="no whole workbook"):
        uci.download(tmp_path, site.url, EXPECTED)
    assert files(tmp_path) == []


def test_an_error_of_the_server_is_told(site: Site, tmp_path: Path) -> None:
    site.error = 503
    with pytest.raises(uci.DownloadError, match=r"127\.0\.0\.1:\d+ answered 503 Service Unavailable"):
        uci.download(tmp_path, site.url)


def test_a_server_that_says_nothing_is_given_up(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uci, "TIMEOUT", 0.2)
    site.silence.clear()
    with pytest.raises(uci.DownloadError, match=r"127\.0\.0\.1:\d+: timed out"):
        uci.download(tmp_path, site.url)


def test_an_address_where_nobody_answers_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/online+retail.zip"
        with pytest.raises(uci.DownloadError, match="refused"):
            uci.download(tmp_path, url)


def test_an_address_that_is_no_web_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(uci.DownloadError, match="begins with http"):
        uci.download(tmp_path, "file:///etc/passwd")
