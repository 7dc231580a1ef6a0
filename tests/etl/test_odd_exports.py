"""Odd files load as they are meant; bad ones are refused in a sentence that says where, and nothing changes."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Engine, text

from db.engine import pipeline_engine_for
from db.settings import ROOT
from etl.load_records import LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, SourceError, find_order_files
from tests.conftest import ZONE, copied_database, execute
from tests.etl.odd_files import (
    DAYS,
    DECIMALS,
    FAR_CELL,
    GOOD,
    HEADER,
    NAMES,
    TYPED,
    Writer,
    bomb,
    content,
    cut,
    gzipped,
    line,
    lines,
    many,
    parquet_of,
    png,
    with_columns,
    workbook,
    zip_of,
)
from tests.etl.shop_tables import contents

AS_MEANT = ("1001", "A1", "Apple", 2, "2011-01-03 10:00:00", Decimal("1.500"), "17850", "France")
ONE_FILE = f"{HEADER}\n{GOOD}\n"
MEMORY_KB = 100_000  # of a process that reads order files


@pytest.fixture(scope="module")
def engine(server_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database for all odd files, each of which replaces what is there, or changes nothing."""
    name = f"odd_{uuid.uuid4().hex[:12]}"
    engine = pipeline_engine_for(copied_database(server_url, migrated_template, name), ZONE)
    load_odd(engine, lines(GOOD), tmp_path_factory.mktemp("first"))
    yield engine
    engine.dispose()
    execute(server_url, f"drop database {name} with (force)")


def load_odd(engine: Engine, write: Writer, folder: Path, **how: Any) -> dict[str, int]:
    """Load the file in place of what is there; returns the lines of each reason in the ledger."""
    asked = {name: how.pop(name) for name in ("date_order", "decimal") if name in how}
    path = write(folder)
    files = find_order_files(str(path), ReadingOptions(**how), folder)
    return load(engine, path.name, files, LoadOptions(mode="replace-all", **asked)).ledger


def kept(engine: Engine) -> list[tuple[Any, ...]]:
    query = (
        "select invoice_no, stock_code, description, quantity, invoice_date::text, unit_price, customer_id, country"
        " from transactions order by invoice_no, line_hash"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


AS_IT_IS: dict[str, tuple[Writer, dict[str, Any]]] = {
    "UTF-8 with a mark": (lines(GOOD, encoding="utf-8-sig"), {}),
    "a mark before a quoted header": (lines(GOOD, header=f'"InvoiceNo"{HEADER[9:]}', encoding="utf-8-sig"), {}),
    "UTF-16 little-endian": (content(("\ufeff" + ONE_FILE).encode("utf-16-le")), {}),
    "UTF-16 big-endian": (content(("\ufeff" + ONE_FILE).encode("utf-16-be")), {}),
    "UTF-16 without a mark, as was said": (content(ONE_FILE.encode("utf-16-le")), {"encoding": "utf-16"}),
    "UTF-16 big-endian without a mark, as was said": (content(ONE_FILE.encode("utf-16-be")), {"encoding": "utf-16"}),
    "UTF-16 without a mark, named": (content(ONE_FILE.encode("utf-16-le")), {"encoding": "utf-16-le"}),
    "gzip that is called CSV": (content(gzipped(ONE_FILE)), {}),
    "CSV that is called gzip": (content(ONE_FILE, "odd.csv.gz"), {}),
    "two gzip members in one file": (content(gzipped(HEADER) + gzipped(f"\n{GOOD}\n")), {}),
    "line ends of Windows": (lines(GOOD, end="\r\n"), {}),
    "line ends of old Macs": (lines(GOOD, end="\r"), {}),
    "no line end at the end": (content(f"{HEADER}\n{GOOD}"), {}),
    "empty lines at the end": (content(ONE_FILE + "\r\n\r\n\n"), {}),
    "lines of separators at the end": (content(ONE_FILE + ",,,,,,,\n" * 3 + ",,,,,,,"), {}),
    "lines of separators at the end, in UTF-16": (lines(GOOD, *[",,,,,,,"] * 3, encoding="utf-16"), {}),
    "many lines of separators at the end": (content(ONE_FILE + ",,,,,,,\r\n" * 200_000), {}),
    "the separator in a line of its own": (content("sep=;\n" + ONE_FILE.replace(",", ";")), {}),
    "a strange separator in a line of its own": (content('"SEP=~"\r\n' + ONE_FILE.replace(",", "~")), {}),
    "the separator in a line of its own, behind a mark": (
        content("\ufeffsep=\t\r" + ONE_FILE.replace(",", "\t").replace("\n", "\r")),
        {},
    ),
    "the separator in a line of its own, in UTF-16": (
        content(f"sep=|\n{ONE_FILE}".replace(",", "|").encode("utf-16")),
        {},
    ),
    "semicolons": (content(ONE_FILE.replace(",", ";")), {}),
    "pipes": (content(ONE_FILE.replace(",", "|")), {}),
    "tabs": (content(ONE_FILE.replace(",", "\t")), {}),
    "a separator of its own": (content(ONE_FILE.replace(",", "~")), {"separator": "~"}),
    "semicolons and decimal commas": (content(ONE_FILE.replace(",", ";").replace("1.50", "1,50")), {}),
    "single quotes": (content("\n".join("'" + row.replace(",", "','") + "'" for row in ONE_FILE.splitlines())), {}),
    "everything in quotes": (
        content("\n".join('"' + row.replace(",", '","') + '"' for row in ONE_FILE.splitlines())),
        {},
    ),
    "names in capitals, with spaces and signs": (
        lines(GOOD, header="INVOICE NO,stock_code,Description,Qty,Order Date,Unit-Price,Customer ID,COUNTRY"),
        {},
    ),
    "columns in another order": (
        lines("France,17850,1.50,2011-01-03 10:00:00,2,Apple,A1,1001", header=",".join(reversed(NAMES))),
        {},
    ),
    "columns without names": (lines(f"{GOOD},,", header=f"{HEADER},,"), {}),
    "a name twice, of columns that are not used": (lines(f"{GOOD},1,2", header=f"{HEADER},Note,Note"), {}),
    "800 columns": (with_columns(800), {}),
    "ids with a fraction": (lines(line(CustomerID="17850.0", Quantity="2.0")), {}),
    "all ids with a fraction": (
        lines(line(InvoiceNo="1001.0", CustomerID="17850.0"), line(InvoiceNo="1002.0", StockCode="22423.0")),
        {},
    ),
    "more places, and ids with a fraction and spaces": (lines(line(CustomerID=" 17850.0 ", Quantity="2.00")), {}),
    "spaces around": (lines(line(InvoiceNo=" 1001 ", Quantity=" 2", UnitPrice="1.50 ", CustomerID=" 17850")), {}),
    "a date with a T": (lines(line(InvoiceDate="2011-01-03T10:00:00")), {}),
    "a date with an offset": (lines(line(InvoiceDate="2011-01-03 15:30:00+05:30")), {}),
    "day first, as the file shows": (
        many(line(InvoiceDate="3/1/2011 10:00"), line(InvoiceNo=1, InvoiceDate="13/1/2011 10:00")),
        {},
    ),
    "day first, as was said": (lines(line(InvoiceDate="3/1/2011 10:00")), {"date_order": "day-first"}),
    "a workbook": (workbook(("Lines", [NAMES, TYPED])), {}),
    "a workbook whose table begins further down": (workbook(("Lines", [NAMES, TYPED]), first_row=4), {}),
    "a workbook with a sheet of notes": (
        workbook(("Notes", [["Made by hand"], ["in March"]]), ("Lines", [NAMES, TYPED])),
        {},
    ),
    "a workbook with empty rows": (workbook(("Lines", [NAMES, [None] * 8, TYPED, [None] * 8])), {}),
    "a workbook with merged cells": (
        workbook(("Lines", [[*NAMES, "Note", "Note"], [*TYPED, "so", None]]), then=lambda it: it.merge_cells("I2:J2")),
        {},
    ),
    "a workbook with a formula that was never worked out, unused": (
        workbook(("Lines", [[*NAMES, "Sum"], [*TYPED, "=D2*F2"]])),
        {},
    ),
    "one sheet of several, by its name": (
        workbook(("A", [NAMES, ("9", *TYPED[1:])]), ("B", [NAMES, TYPED])),
        {"sheet": "B"},
    ),
    "Parquet": (parquet_of(), {}),
    "Parquet with decimals, floats and categories": (
        parquet_of(
            UnitPrice=DECIMALS, CustomerID=pa.array([17850.0]), Country=pa.array(["France"]).dictionary_encode()
        ),
        {},
    ),
    "Parquet with a list that is not used": (parquet_of(Tags=[["a", "b"]]), {}),
}


@pytest.mark.parametrize(("write", "how"), AS_IT_IS.values(), ids=AS_IT_IS)
def test_an_odd_file_is_read_as_it_is_meant(engine: Engine, tmp_path: Path, write: Writer, how: dict[str, Any]) -> None:
    load_odd(engine, write, tmp_path, **how)
    assert AS_MEANT in kept(engine)


TEXTS = {
    "a line end in quotes": "red\nand blue",
    "a line end of Windows in quotes": "red\r\nand blue",
    "doubled quotes": 'the "best" apple',
    "a separator in quotes": "apple, red; sweet",
    "a formula": "=1+HYPERLINK(A1)",
    "an emoji": "apple 🍎👩‍👩‍👧",
    "right-to-left text": "شاي \u202eأخضر",
    "letters that combine": "Cafe\u0301",
    "a backslash": r"\N and \. and \\",
    "the word null": "NULL",
    "SQL": "'; drop table orders; --",
}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_a_text_is_kept_as_it_stands(engine: Engine, tmp_path: Path, words: str) -> None:
    load_odd(engine, lines(line(Description=words), line(InvoiceNo=1002)), tmp_path)
    assert [row[2] for row in kept(engine)] == [words, "Apple"]


LETTERS = {"koi8-r": "Чай", "cp1250": "Čaj łyżka", "shift_jis": "りんご", "gb18030": "苹果"}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "iso8859-15", "koi8-r", "cp1250", "shift_jis", "gb18030"])
def test_letters_of_other_encodings_are_read(engine: Engine, tmp_path: Path, encoding: str) -> None:
    letters = {"koi8-r": "Чай", "cp1250": "Čaj łyżka", "shift_jis": "りんご", "gb18030": "苹果"}.get(
        encoding, "Thé à la"
    )
    load_odd(engine, lines(line(Description=letters), encoding=encoding), tmp_path, encoding=encoding)
    assert kept(engine)[0][2] == letters


LEDGER = {
    "31 February": (line(InvoiceDate="2011-02-31"), "invoice date is no date up to today"),
    "year 9999": (line(InvoiceDate="9999-12-31"), "invoice date is no date up to today"),
    "year 0001": (line(InvoiceDate="0001-01-01"), "invoice date is no date up to today"),
    "year 1970, for no date": (line(InvoiceDate="1970-01-01"), "invoice date is no date up to today"),
    "infinity": (line(InvoiceDate="infinity"), "invoice date is no date up to today"),
    "now": (line(InvoiceDate="now"), "invoice date is no date up to today"),
    "an empty date": (line(InvoiceDate=""), "invoice date is no date up to today"),
    "1e309 pieces": (line(Quantity="1e309"), "quantity is no whole number"),
    "NaN pieces": (line(Quantity="NaN"), "quantity is no whole number"),
    "half a piece": (line(Quantity="0.5"), "quantity is no whole number"),
    "a hexadecimal number of pieces": (line(Quantity="0x10"), "quantity is no whole number"),
    "1,000,000,000,000 pieces": (line(Quantity="1000000000000"), "quantity is no whole number"),
    "99,999,999,999,999 pieces": (line(Quantity="99999999999999"), "quantity is no whole number"),
    "a price of 1e309": (line(UnitPrice="1e309"), "unit price is no number"),
    "a price of NaN": (line(UnitPrice="NaN"), "unit price is no number"),
    "an infinite price": (line(UnitPrice="-inf"), "unit price is no number"),
    "a price in pounds": (line(UnitPrice="£1.50"), "unit price is no number"),
    "a price of zero": (line(UnitPrice="0"), "price is zero"),
    "a price below zero": (line(UnitPrice="-3"), "price below zero"),
    "no invoice": (line(InvoiceNo=" "), "invoice number is missing"),
    "no stock code": (line(StockCode=""), "stock code is missing"),
    "the header again": (HEADER, "quantity is no whole number"),
}


@pytest.mark.parametrize(("odd", "reason"), LEDGER.values(), ids=LEDGER)
def test_one_bad_line_of_many_is_in_the_ledger_with_its_line_and_text(
    engine: Engine, tmp_path: Path, odd: str, reason: str
) -> None:
    assert load_odd(engine, many(odd), tmp_path) == {reason: 1}
    with engine.connect() as connection:
        found = connection.execute(text("select line_number, reason, raw from ledger")).all()
    assert [tuple(row) for row in found] == [(202, reason, odd)]


REFUSED: dict[str, tuple[Writer, dict[str, Any], list[str]]] = {
    "empty": (content(b""), {}, ["empty"]),
    "nothing in gzip": (content(gzipped("")), {}, ["empty"]),
    "empty lines alone": (content("\n\n\n"), {}, ["line 1"]),
    "a mark alone": (content("\ufeff"), {}, ["line 1"]),
    "a header alone": (content(HEADER), {}, ["nothing follows"]),
    "a header and empty lines": (content(f"{HEADER}\n\n\n"), {}, ["nothing follows"]),
    "no header": (content(f"{GOOD}\n{GOOD}\n"), {}, ["line 1", "missing"]),
    "a title above the header": (content(f"Sales of 2011\n\n{ONE_FILE}"), {}, ["line 1"]),
    "a column missing": (lines(GOOD, header=HEADER.replace("Quantity", "Colour")), {}, ["line 1", "quantity"]),
    "a column twice": (lines(f"{GOOD},3", header=f"{HEADER},Quantity"), {}, ["line 1", "'Quantity'"]),
    "a header of 2 MB": (lines(GOOD, header=f"{HEADER},{'x' * (2 << 20)}"), {}, ["line 1"]),
    "too few fields": (lines(GOOD, "1002,A1,Apple"), {}, ["line 3", "ends before"]),
    "too many fields": (lines(GOOD, f"{GOOD},more"), {}, ["line 3", "more fields"]),
    "an empty line in the middle": (lines(GOOD, "", GOOD), {}, ["line 3"]),
    "too few fields below a line with the separator": (
        content("sep=;\n" + f"{ONE_FILE}1002,A1".replace(",", ";")),
        {},
        ["line 4", "ends before"],
    ),
    "a bad value below a line with the separator": (
        content("sep=;\n" + ONE_FILE.replace("1.50", "x").replace(",", ";")),
        {},
        ["line 3", "column UnitPrice"],
    ),
    "a line end of Windows among others": (content(f"{ONE_FILE}{GOOD}\r\n{GOOD}"), {}, ["line 3", "one kind of line"]),
    "another line end among those of Windows": (
        content(f"{HEADER}\r\n{GOOD}\r\n{GOOD}\n{GOOD}\r\n"),
        {},
        ["line 3", "one kind of line"],
    ),
    "a byte that is no letter": (
        lines(GOOD, line(Description="x\x81é"), encoding="latin-1"),
        {},
        ["line 3", "byte 0x81", "cp1252", "--encoding"],
    ),
    "a quote that is not closed": (lines(GOOD, GOOD.replace("Apple", '"Apple')), {}, ["line 3", "quote"]),
    "NUL": (lines(GOOD, line(Description="App\0le")), {}, ["NUL", "byte"]),
    "UTF-16 without a mark": (content(ONE_FILE.encode("utf-16-le")), {}, ["NUL", "--encoding utf-16"]),
    "UTF-16 cut within a letter": (content(("\ufeff" + ONE_FILE).encode("utf-16-le")[:-1]), {}, ["utf-16"]),
    "two encodings": (
        content(f"{HEADER}\n{line(Description='Thé')}\n".encode() + line(Description="Thé").encode("cp1252")),
        {},
        ["byte", "mixed"],
    ),
    "a byte that Windows-1252 has not": (lines(GOOD, encoding="latin-1"), {"encoding": "none-such"}, ["encoding"]),
    "not in the encoding that was named": (
        lines(line(Description="Thé"), encoding="cp1252"),
        {"encoding": "utf-8"},
        ["utf-8", "byte"],
    ),
    "a codec that is no encoding": (lines(GOOD), {"encoding": "rot13"}, ["rot13"]),
    "a codec for names of hosts": (lines(GOOD), {"encoding": "punycode"}, ["not punycode", "--encoding"]),
    "no UTF-16, though it was said": (lines(GOOD), {"encoding": "utf-16"}, ["--encoding"]),
    "no UTF-32, though it was said": (lines(GOOD), {"encoding": "utf-32"}, ["not utf-32", "--encoding"]),
    "gzip cut short": (cut(content(gzipped(ONE_FILE * 500)), 100), {}, ["gzip"]),
    "gzip with a wrong sum": (content(gzipped(ONE_FILE)[:-8] + bytes(8)), {}, ["gzip"]),
    "gzip with rubbish behind it": (content(gzipped(ONE_FILE) + b"rubbish"), {}, ["gzip"]),
    "dates of two orders": (
        lines(line(InvoiceDate="13/1/2011"), line(InvoiceDate="1/13/2011")),
        {},
        ["line 2", "InvoiceDate", "--date-order"],
    ),
    "dates of either order": (lines(line(InvoiceDate="3/1/2011")), {}, ["line 2", "InvoiceDate", "--date-order"]),
    "a comma of either meaning": (lines(line(UnitPrice="1,234")), {}, ["line 2", "--decimal"]),
    "31 February alone": (lines(line(InvoiceDate="2011-02-31")), {}, ["line 2", "column InvoiceDate", "2011-02-31"]),
    "year 9999 alone": (lines(line(InvoiceDate="9999-01-01")), {}, ["line 2", "column InvoiceDate"]),
    "dates as numbers of days": (lines(line(InvoiceDate="40546.4")), {}, ["line 2", "column InvoiceDate"]),
    "a line end in quotes above the bad line": (
        lines(line(Description="a\nb"), line(Quantity="x")),
        {},
        ["line 4", "column Quantity", "'x'"],
    ),
    "nobody is known": (lines(line(CustomerID="")), {}, ["known customer"]),
    "returns alone": (lines(line(InvoiceNo="C1", Quantity="-1")), {}, ["known customer"]),
    "a separator of two signs": (lines(GOOD), {"separator": ";;"}, ["separator"]),
    "a separator that is the quote": (lines(GOOD), {"separator": '"'}, ["separator"]),
    "a layout that is not known": (lines(GOOD), {"layout": "sapphire"}, ["sapphire", "shopify"]),
    "a mapping to no column": (lines(GOOD), {"columns": {"customer_id": "Kunde"}}, ["Kunde", "customer_id"]),
    "a picture": (content(png(), "odd.csv"), {}, []),
    "a PDF": (content("%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n"), {}, ["line 1"]),
    "JSON": (content('[{"InvoiceNo": "1001",\n "Quantity": 2}]\n'), {}, ["line 1"]),
    "a web page": (content("<!doctype html>\n<html><body>Please sign in</body></html>\n"), {}, ["line 1"]),
    "an old workbook": (content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "odd.xls"), {}, ["XLSX"]),
    "a zip that is no workbook": (zip_of("lines.csv", ONE_FILE.encode()), {}, ["CSV"]),
    "a workbook cut short": (cut(workbook(("Lines", [NAMES, TYPED])), 3000), {}, ["workbook"]),
    "a zip bomb": (bomb, {}, ["268 MB"]),
    "a cell in the last corner of a sheet": (FAR_CELL, {}, ["row 1,048,576", "column 16,384"]),
    "an empty workbook": (workbook(("Lines", [])), {}, ["empty"]),
    "a workbook with a header alone": (workbook(("Lines", [NAMES])), {}, ["nothing follows"]),
    "a workbook without the sheet": (workbook(("Lines", [NAMES, TYPED])), {"sheet": "2012"}, ["2012", "Lines"]),
    "a workbook with an error in a cell": (
        workbook(("Lines", [NAMES, (*TYPED[:3], "=1/0", *TYPED[4:])])),
        {},
        ["line 2", "column Quantity"],
    ),
    "a workbook with a bad value further down": (
        workbook(("Lines", [NAMES, TYPED, [None] * 8, (*TYPED[:3], "two", *TYPED[4:])]), first_row=3),
        {},
        ["line 6", "column Quantity", "'two'"],
    ),
    "Parquet cut short": (cut(parquet_of(), 800), {}, ["Parquet"]),
    "Parquet without rows": (
        parquet_of(**dict.fromkeys(NAMES, pa.array([], pa.string()))),
        {},
        ["order line"],
    ),
    "Parquet without a column": (parquet_of(Quantity=None), {}, ["quantity"]),
    "Parquet with a list for a quantity": (parquet_of(Quantity=[[1, 2]]), {}, ["column Quantity", "list"]),
    "Parquet with texts for numbers": (parquet_of(Quantity=["two"]), {}, ["column Quantity", "'two'"]),
    "Parquet with bytes": (parquet_of(Description=pa.array([b"Apple"], pa.binary())), {}, ["column Description"]),
    "Parquet with a date for a price": (parquet_of(UnitPrice=DAYS), {}, ["column UnitPrice", "2011-01-03"]),
}


@pytest.mark.parametrize(("write", "how", "said"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_changes(
    engine: Engine, tmp_path: Path, write: Writer, how: dict[str, Any], said: list[str]
) -> None:
    before = contents(engine)
    with pytest.raises(SourceError) as refused:
        load_odd(engine, write, tmp_path, **how)
    message = str(refused.value)
    assert "odd." in message
    assert len(message) < 1200
    for words in said:
        assert words in message
    assert contents(engine) == before


READ_ALL = """
import sys, tempfile
from pathlib import Path
from etl.order_files import ReadingOptions, SourceError, find_order_files
for data in sys.argv[1:]:
    try:
        for file in find_order_files(data, ReadingOptions(), Path(tempfile.gettempdir())):
            with file.content() as content:
                while content.read(1 << 18):
                    pass
    except SourceError as problem:
        print(problem)
status = Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_bombs_and_huge_cells_take_little_memory(tmp_path: Path) -> None:
    huge = lines(*(line(InvoiceNo=number, Description="x" * (10 << 20)) for number in range(8)))
    paths = []
    for number, write in enumerate((bomb, FAR_CELL, huge)):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths.append(str(write(folder)))
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *paths], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    *refused, peak = done.stdout.splitlines()
    assert len(refused) == 2
    assert int(peak) < MEMORY_KB


ROWS = [GOOD, line(Description="two\nlines"), line(Description="a\u2028b\x0cc"), line(InvoiceNo=1002)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["line feed", "Windows", "old Mac"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_the_text_of_a_row_is_found_with_its_line(tmp_path: Path, encoding: str, end: str) -> None:
    rows = [row.replace("\n", end) for row in ROWS]
    (file,) = find_order_files(str(lines(*rows, encoding=encoding, end=end)(tmp_path)), ReadingOptions(), tmp_path)
    assert list(file.raw_lines([2, 4])) == [(2, 3, rows[1]), (4, 6, rows[3])]
    assert [file.physical_line(row) for row in (1, 2, 3, 4)] == [2, 3, 5, 6]


def test_the_text_of_a_sheets_row_is_a_line_of_csv(tmp_path: Path) -> None:
    typed = (*TYPED[:2], "two\nlines", *TYPED[3:])
    write = workbook(("Lines", [NAMES, [None] * 8, TYPED, typed]), first_row=3)
    (sheet,) = find_order_files(str(write(tmp_path)), ReadingOptions(), tmp_path)
    assert list(sheet.raw_lines([2])) == [(2, 6, '1001,A1,"two\nlines",2,2011-01-03 10:00:00,1.5,17850,France')]


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = lines(GOOD)(tmp_path)
    (file,) = find_order_files(str(path), ReadingOptions(), tmp_path)
    with pytest.raises(SourceError, match="changed"), file.content() as content:  # noqa: PT012
        content.read(1 << 18)
        with path.open("a") as more:
            more.write(GOOD)


SHOPIFY = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku"


def test_shopify_addresses_in_capitals_are_one_customer_and_refunded_orders_are_refused(
    engine: Engine, tmp_path: Path
) -> None:
    rows = [
        "#1,Ann@Example.com,paid,2011-01-03 10:00:00 +0000,2,Apple,1.50,A1",
        "#1,Ann@Example.com,,,1,Pear,2.00,A2",
        "#2,ann@example.com,paid,2011-01-04 10:00:00 +0000,1,Apple,1.50,",
        "#3,ann@example.com,refunded,2011-01-05 10:00:00 +0000,9,Apple,1.50,A1",
        "#3,ann@example.com,,,1,Pear,2.00,A2",
    ]
    assert load_odd(engine, lines(*rows, header=SHOPIFY), tmp_path) == {"order was refunded": 2}
    assert sorted(row[:2] + row[6:7] for row in kept(engine)) == [
        ("#1", "A1", "ann@example.com"),
        ("#1", "A2", "ann@example.com"),
        ("#2", "Apple", "ann@example.com"),
    ]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (HEADER, [line(CustomerID="Ann@X.de"), line(InvoiceNo=1002, CustomerID="ann@x.de ")]),
        ("Order ID,Customer,Date,Total", ["1,Ann@X.de,2011-01-03,10", "2,ann@x.de,2011-01-04,10"]),
        ("Customer,Date,Spend", ["Ann@X.de,2011-01-03,10", "ann@x.de,2011-01-04,10"]),
    ],
    ids=["lines", "orders", "log"],
)
def test_an_address_is_one_customer_in_every_layout(
    engine: Engine, tmp_path: Path, header: str, rows: list[str]
) -> None:
    load_odd(engine, lines(*rows, header=header), tmp_path)
    assert {row[6] for row in kept(engine)} == {"ann@x.de"}


def test_the_ids_of_a_csv_file_are_those_of_the_workbook(engine: Engine, tmp_path: Path) -> None:
    cells = [(1001.0, 22423.0), ("00123", "85123A"), (1003.1, 5.5), ("C1004", "POST")]
    load_odd(engine, lines(*(line(InvoiceNo=invoice, StockCode=code) for invoice, code in cells)), tmp_path)
    from_csv = kept(engine)
    rows = [(invoice, code, *TYPED[2:]) for invoice, code in cells]
    load_odd(engine, workbook(("Lines", [NAMES, *rows])), tmp_path)
    assert from_csv == kept(engine)
    assert [row[:2] for row in from_csv] == [
        ("00123", "85123A"),
        ("1001", "22423"),
        ("1003.1", "5.5"),
        ("C1004", "POST"),
    ]


def test_the_country_that_was_sent_to_wins_over_the_one_that_was_billed_but_two_of_a_name_are_refused(
    engine: Engine, tmp_path: Path
) -> None:
    row = "#1,ann@example.com,paid,2011-01-03 10:00:00 +0000,2,Apple,1.50,A1,France,Germany"
    with pytest.raises(SourceError, match="'Shipping Country' and 'Shipping Country' both look like country"):
        load_odd(engine, lines(row, header=f"{SHOPIFY},Shipping Country,Shipping Country"), tmp_path)
    assert load_odd(engine, lines(row, header=f"{SHOPIFY},Billing Country,Shipping Country"), tmp_path) == {}
    with engine.connect() as connection:
        assert connection.execute(text("select country from transactions")).scalars().all() == ["Germany"]
