"""Bad and odd files: each is loaded rightly, or refused with a sentence that names file, line and column."""

import gzip
import io
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import Engine, text

from db.engine import pipeline_engine_for
from etl.load_records import LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, SourceError, find_order_files
from tests.conftest import ZONE, copied_database

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
GOOD = "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,United Kingdom"
FIELDS = ["1001", "A1", "Apple", "2", "2011-01-03 10:00:00", "1.50", "17850", "United Kingdom"]
NAMES = HEADER.split(",")


def line(**changed: str) -> str:
    """The good line with some fields changed, by the header's names."""
    return ",".join(changed.get(name, value) for name, value in zip(NAMES, FIELDS, strict=True))


def many(odd: str, lines: int = 150) -> str:
    """A file in which one line of many is odd: few enough to be tolerated."""
    return "\n".join([HEADER, *(line(InvoiceNo=str(number)) for number in range(lines)), odd])


def csv_of(*lines: str) -> str:
    return "\n".join([HEADER, *lines])


@dataclass
class Odd:
    """A file, and what becomes of it: `said` when it is refused, else what a query finds once it is loaded."""

    name: str
    content: bytes | str
    said: tuple[str, ...] = ()
    query: str = ""
    found: Any = None
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    options: dict[str, Any] = field(default_factory=dict)


def workbook(change: Callable[[Any], None] = lambda sheet: None, header: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(header or NAMES)
    sheet.append(["1001", "A1", "Apple", 2, "2011-01-03 10:00:00", 1.5, 17850, "UK"])
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def formulas(sheet: Any) -> None:
    sheet["F2"] = "=1+0.5"  # a program that computes would store the value beside it; this one has none


def merged(sheet: Any) -> None:
    sheet.append(["1002", "A2", "Pear", 1, "2011-01-04 10:00:00", 2, 17850, "UK"])
    sheet.merge_cells("H2:H3")


def second_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("Second").append(["1002", "A2", "Pear", 1, "2011-01-04 10:00:00", 2, 17850, "UK"])
    sheet.parent["Second"].append(["1003", "A2", "Pear", 1, "2011-01-04 10:00:00", 2, 17850, "UK"])


def notes(sheet: Any) -> None:
    sheet.parent.create_sheet("Notes").append(["Exported by hand"])


def parquet_columns() -> dict[str, list[Any]]:
    return {
        "InvoiceNo": ["1001"],
        "StockCode": ["A1"],
        "Description": ["Apple"],
        "Quantity": [2],
        "InvoiceDate": ["2011-01-03 10:00:00"],
        "UnitPrice": [1.5],
        "CustomerID": [17850.0],
        "Country": ["UK"],
    }


def parquet_of(**changed: Any) -> bytes:
    content = io.BytesIO()
    parquet.write_table(pa.table({**parquet_columns(), **changed}), content)
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (300 << 20))
    return content.getvalue()


WIDE = ",".join([HEADER, *(f"Extra{number}" for number in range(3_000))])
LEDGER = "select reason || ' ' || line_number from ledger"
DESCRIPTION = "select description from transactions"
KEPT = "select count(*) from transactions"
DAYS = "select invoice_date::text from transactions order by 1"
PRICES = "select trim_scale(unit_price)::text from transactions order by unit_price"

ODD_FILES = [
    # no file of order lines at all
    Odd(
        "empty.csv",
        "",
        ("empty",),
    ),
    Odd(
        "blank.csv",
        "\n\n\n",
        ("line 1",),
    ),
    Odd(
        "header-alone.csv",
        HEADER,
        ("line 1", "nothing follows"),
    ),
    Odd(
        "no-header.csv",
        GOOD + "\n" + GOOD,
        ("line 1", "missing", "invoice_no"),
    ),
    Odd(
        "one-column.csv",
        "InvoiceNo\n1\n2\n",
        ("line 1", "missing", "quantity"),
    ),
    Odd(
        "picture.csv",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        ("NUL", "byte 9"),
    ),
    Odd(
        "old.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ("XLS", "Save it"),
    ),
    Odd(
        "page.csv",
        "<html><body>Sign in</body></html>",
        ("line 1", "missing"),
    ),
    Odd(
        "cut.csv.gz",
        gzip.compress(many(GOOD).encode())[:-20],
        ("gzip", "cut short"),
    ),
    Odd(
        "flipped.csv.gz",
        gzip.compress(many(GOOD).encode())[:40] + b"\xff" * 60,
        ("gzip", "damaged"),
    ),
    Odd(
        "empty.csv.gz",
        gzip.compress(b""),
        ("empty",),
    ),
    Odd(
        "notes.xlsx",
        b"PK\x03\x04 and so on",
        ("whole workbook",),
    ),
    Odd(
        "bomb.xlsx",
        bomb(),
        ("unpacks to 315 MB",),
    ),
    Odd(
        "broken.parquet",
        b"PAR1 and so on PAR1",
        ("whole Parquet file",),
    ),
    # headers
    Odd(
        "twice.csv", HEADER.replace("Description", "InvoiceNo") + "\n" + GOOD, ("line 1", "'InvoiceNo' and 'InvoiceNo'")
    ),
    Odd(
        "alike.csv",
        HEADER.replace("Description", "Invoice") + "\n" + GOOD,
        ("'InvoiceNo' and 'Invoice'", "--map"),
    ),
    Odd(
        "missing.csv",
        HEADER.replace("Quantity,", "") + "\n" + GOOD,
        ("line 1", "quantity", "missing"),
    ),
    Odd(
        "wide.csv",
        WIDE + "\n" + GOOD + ",x" * 3_000,
        ("line 1", "3,008 columns"),
    ),
    Odd(
        "spaces.csv",
        HEADER.replace(",", " , ") + "\n" + GOOD,
        query=KEPT,
        found=1,
    ),
    Odd(
        "capitals.csv",
        HEADER.upper() + "\n" + GOOD,
        query=KEPT,
        found=1,
    ),
    Odd(
        "extra-unnamed.csv",
        HEADER + ",\n" + GOOD + ",",
        query=KEPT,
        found=1,
    ),
    Odd(
        "map.csv",
        HEADER + "\n" + GOOD,
        ("no column 'Client'",),
        reading=ReadingOptions(columns={"customer_id": "Client"}),
    ),
    Odd(
        "layout.csv", HEADER + "\n" + GOOD, ("no layout 'magento'", "shopify"), reading=ReadingOptions(layout="magento")
    ),
    # encodings
    Odd(
        "bom.csv",
        ("\ufeff" + csv_of(line(Description="Café"))).encode(),
        query=DESCRIPTION,
        found="Café",
    ),
    Odd(
        "latin.csv",
        csv_of(line(Description="Café £")).encode("cp1252"),
        query=DESCRIPTION,
        found="Café £",
    ),
    Odd(
        "utf16.csv",
        csv_of(line(Description="Café")).encode("utf-16"),
        query=DESCRIPTION,
        found="Café",
    ),
    Odd(
        "utf16-without-mark.csv",
        csv_of(GOOD).encode("utf-16-le"),
        ("NUL", "--encoding utf-16"),
    ),
    Odd(
        "mixed.csv",
        csv_of(line(Description="Café")).encode() + "\n1,A,é,1".encode("cp1252"),
        ("not UTF-8", "mixed"),
    ),
    Odd(
        "nul.csv",
        csv_of(line(Description="App\0le")),
        ("NUL", "byte"),
    ),
    Odd(
        "unknown.csv",
        csv_of(GOOD),
        ("no encoding 'klingon'",),
        reading=ReadingOptions(encoding="klingon"),
    ),
    Odd(
        "wrong.csv",
        csv_of(line(Description="é")).encode("cp1252"),
        ("not utf-8",),
        reading=ReadingOptions(encoding="utf-8"),
    ),
    Odd(
        "greek.csv",
        csv_of(line(Description="Ωμέγα")).encode("cp1253"),
        query=DESCRIPTION,
        found="Ωμέγα",
        reading=ReadingOptions(encoding="windows-1253"),
    ),
    # texts
    Odd(
        "emoji.csv",
        csv_of(line(Description="🫖 teapot")),
        query=DESCRIPTION,
        found="🫖 teapot",
    ),
    Odd(
        "arabic.csv",
        csv_of(line(Description="شاي")),
        query=DESCRIPTION,
        found="شاي",
    ),
    Odd(
        "formula.csv",
        csv_of(line(Description="=cmd()")),
        query=DESCRIPTION,
        found="=cmd()",
    ),
    Odd(
        "two-lines.csv",
        csv_of(line(Description='"two\nlines"')),
        query=DESCRIPTION,
        found="two\nlines",
    ),
    Odd(
        "quotes.csv",
        csv_of(line(Description='"12"" plate, red"')),
        query=DESCRIPTION,
        found='12" plate, red',
    ),
    Odd(
        "single.csv",
        csv_of(line(Description="'a, b'")).replace("InvoiceNo,", "'InvoiceNo',"),
        query=DESCRIPTION,
        found="a, b",
    ),
    Odd(
        "sql.csv",
        csv_of(line(Description="'; drop table transactions; --")),
        query=DESCRIPTION,
        found="'; drop table transactions; --",
    ),
    Odd(
        "copy-end.csv",
        csv_of(line(Description="\\."), line(InvoiceNo="1002")),
        query=KEPT,
        found=2,
    ),
    Odd(
        "percent.csv",
        csv_of(line(Description="50% :off")),
        query=DESCRIPTION,
        found="50% :off",
    ),
    Odd(
        "huge-cell.csv",
        csv_of(line(Description="x" * (10 << 20))),
        query="select length(description) from transactions",
        found=10 << 20,
    ),
    Odd(
        "open-quote.csv",
        csv_of(line(Description='"Apple')),
        ("quote",),
    ),
    Odd(
        "windows.csv",
        csv_of(GOOD, line(InvoiceNo="2")).replace("\n", "\r\n"),
        query=KEPT,
        found=2,
    ),
    Odd(
        "mac.csv",
        csv_of(GOOD, line(InvoiceNo="2")).replace("\n", "\r"),
        query=KEPT,
        found=2,
    ),
    Odd(
        "blank-end.csv",
        csv_of(GOOD, "", "", ""),
        query=KEPT,
        found=1,
    ),
    Odd(
        "semicolons.csv",
        csv_of(GOOD).replace(",", ";"),
        query=KEPT,
        found=1,
    ),
    Odd(
        "pipes.txt",
        csv_of(GOOD).replace(",", "|"),
        query=KEPT,
        found=1,
    ),
    Odd(
        "long-separator.csv",
        csv_of(GOOD),
        ("separator ';;'",),
        reading=ReadingOptions(separator=";;"),
    ),
    Odd(
        "letter-separator.csv",
        csv_of(GOOD).replace(",", "x"),
        ("separator 'x'",),
        reading=ReadingOptions(separator="x"),
    ),
    Odd(
        "foreign-separator.csv",
        csv_of(GOOD).replace(",", "\N{SECTION SIGN}"),
        ("separator '\N{SECTION SIGN}'",),
        reading=ReadingOptions(separator="\N{SECTION SIGN}"),
    ),
    Odd(
        "shopify-without-prices.csv",
        "Name,Email,Created at,Lineitem quantity,Lineitem name\n#1,a@b.c,2011-01-05 10:00:00,1,Mug",
        ("line 1", "a column is missing: unit_price (known as lineitemprice)"),
    ),
    # rows
    Odd(
        "short.csv",
        csv_of(GOOD, "1001,A1,Apple"),
        ("line 3", "ends before"),
    ),
    Odd(
        "long.csv",
        csv_of(GOOD, GOOD + ",more"),
        ("line 3", "more fields"),
    ),
    Odd(
        "blank-middle.csv",
        csv_of(GOOD, "", line(InvoiceNo="2")),
        ("line 3",),
    ),
    Odd(
        "short-named.csv",
        csv_of(f"{GOOD},x", f"{GOOD},x", GOOD).replace("Country", "Country,Note"),
        ("line 4", "ends before the column Note"),
    ),
    Odd(
        "orders-total.csv",
        "Order ID,Customer,Date,Grand Total\n1,Ann,2011-01-05,12.50\n2,Ann,2011-01-06,much",
        ("line 3", "column Grand Total: 'much'"),
    ),
    Odd(
        "log-spend.csv",
        "Customer,Date,Spend\nAnn,2011-01-05,12.50\nAnn,2011-01-06,",
        ("line 3", "column Spend: nothing"),
    ),
    Odd(
        "shopify-nameless.csv",
        "Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,a@b.c,2011-01-05 10:00:00,1,,2",
        ("line 2", "column Lineitem name: nothing"),
    ),
    # numbers
    Odd(
        "words.csv",
        csv_of(GOOD, line(Quantity="two")),
        ("line 3", "column Quantity", "'two'"),
    ),
    Odd(
        "one-word.csv",
        many(line(Quantity="two")),
        query=LEDGER,
        found="quantity is no whole number 152",
    ),
    Odd(
        "half.csv",
        csv_of(line(Quantity="2.5")),
        ("line 2", "column Quantity", "'2.5'"),
    ),
    Odd(
        "whole.csv",
        csv_of(line(Quantity="2.0")),
        query="select quantity from transactions",
        found=2,
    ),
    Odd(
        "1e309.csv",
        csv_of(line(UnitPrice="1e309")),
        ("line 2", "column UnitPrice", "'1e309'"),
    ),
    Odd(
        "nan.csv",
        csv_of(line(UnitPrice="NaN")),
        ("line 2", "column UnitPrice", "'NaN'"),
    ),
    Odd(
        "infinity.csv",
        csv_of(line(UnitPrice="Infinity")),
        ("line 2", "column UnitPrice"),
    ),
    Odd(
        "pound.csv",
        csv_of(line(UnitPrice="£1.50")),
        ("line 2", "column UnitPrice"),
    ),
    Odd(
        "huge.csv",
        many(line(Quantity="99999999999999999999")),
        query=LEDGER,
        found="quantity is no whole number 152",
    ),
    Odd(
        "dear.csv",
        many(line(UnitPrice="12345678901")),
        query=LEDGER,
        found="unit price is no number 152",
    ),
    Odd(
        "negative.csv",
        many(line(UnitPrice="-5")),
        query=LEDGER,
        found="price below zero 152",
    ),
    Odd(
        "decimal-comma.csv",
        csv_of(line(UnitPrice='"1,5"'), line(InvoiceNo="2", UnitPrice='"1.234,50"')),
        query=PRICES,
        found=["1.5", "1234.5"],
    ),
    Odd(
        "thousands.csv",
        csv_of(line(UnitPrice='"1,234.50"'), line(InvoiceNo="2", UnitPrice='"2,345"')),
        query=PRICES,
        found=["1234.5", "2345"],
    ),
    Odd(
        "either-comma.csv",
        csv_of(line(UnitPrice='"1,234"')),
        ("line 2", "'1,234'", "--decimal"),
    ),
    Odd(
        "both-commas.csv",
        csv_of(line(UnitPrice='"1,5"'), line(UnitPrice="2.50")),
        ("line 2", "both occur", "--decimal"),
    ),
    Odd(
        "told-comma.csv", csv_of(line(UnitPrice='"1,234"')), query=PRICES, found=["1.234"], options={"decimal": "comma"}
    ),
    Odd(
        "spaced.csv",
        csv_of(line(UnitPrice='"1\u00a0234,50"')),
        query=PRICES,
        found=["1234.5"],
    ),
    Odd(
        "bad-groups.csv",
        many(line(UnitPrice='"1,23,4.5"')),
        query=LEDGER,
        found="unit price is no number 152",
    ),
    # dates
    Odd(
        "february.csv",
        csv_of(GOOD, line(InvoiceDate="2011-02-31")),
        ("line 3", "column InvoiceDate", "2011-02-31"),
    ),
    Odd(
        "9999.csv", many(line(InvoiceDate="9999-12-31")), query=LEDGER, found="invoice date is no date up to today 152"
    ),
    Odd(
        "year-zero.csv",
        many(line(InvoiceDate="0000-00-00")),
        query=LEDGER,
        found="invoice date is no date up to today 152",
    ),
    Odd(
        "tomorrow.csv",
        csv_of(line(InvoiceDate="tomorrow")),
        ("line 2", "column InvoiceDate", "'tomorrow'"),
    ),
    Odd(
        "short-year.csv",
        csv_of(line(InvoiceDate="13/1/11")),
        query=DAYS,
        found=["2011-01-13 00:00:00"],
    ),
    Odd(
        "short-year-month-first.csv",
        csv_of(line(InvoiceDate="01/13/11 8:26"), line(InvoiceNo="2", InvoiceDate="01/02/11 8:26")),
        query=DAYS,
        found=["2011-01-02 08:26:00", "2011-01-13 08:26:00"],
    ),
    Odd(
        "short-year-either-order.csv",
        csv_of(line(InvoiceDate="01/02/11"), line(InvoiceNo="2", InvoiceDate="03.04.11")),
        ("line 2", "column InvoiceDate", "'01/02/11'", "no day is above 12", "--date-order"),
    ),
    Odd(
        "short-year-told.csv",
        csv_of(line(InvoiceDate="01/02/11"), line(InvoiceNo="2", InvoiceDate="03.04.11")),
        query=DAYS,
        found=["2011-02-01 00:00:00", "2011-04-03 00:00:00"],
        options={"date_order": "day-first"},
    ),
    Odd(
        "short-year-first.csv",
        csv_of(line(InvoiceDate="13-01-03")),
        ("line 2", "'13-01-03'", "a year of two digits may stand first", "--date-order"),
    ),
    Odd(
        "short-year-last.csv",
        csv_of(line(InvoiceDate="11-01-03")),
        query=DAYS,
        found=["2003-01-11 00:00:00"],
        options={"date_order": "day-first"},
    ),
    Odd(
        "month-of-two-digits.csv",
        csv_of(line(InvoiceDate="3-10-2011")),
        ("line 2", "'3-10-2011'", "no day is above 12", "--date-order"),
    ),
    Odd(
        "spaces-in-dates.csv",
        csv_of(line(InvoiceDate="3 4 2011")),
        ("line 2", "'3 4 2011'", "--date-order"),
    ),
    Odd(
        "spaces-in-dates-told.csv",
        csv_of(line(InvoiceDate="3 4 2011 10:00")),
        query=DAYS,
        found=["2011-04-03 10:00:00"],
        options={"date_order": "day-first"},
    ),
    Odd(
        "year-and-day.csv",
        csv_of(line(InvoiceDate="110103")),
        ("line 2", "column InvoiceDate", "'110103'"),
    ),
    Odd(
        "named-months.csv",
        csv_of(
            line(InvoiceDate="3 Jan 2011"),
            line(InvoiceNo="2", InvoiceDate="04-JAN-11"),
            line(InvoiceNo="3", InvoiceDate="2011-Jan-05 10:00"),
        ),
        query=DAYS,
        found=["2011-01-03 00:00:00", "2011-01-04 00:00:00", "2011-01-05 10:00:00"],
    ),
    Odd(
        "years-in-other-forms.csv",
        csv_of(
            line(InvoiceDate="2011/01/03 10:00"),
            line(InvoiceNo="2", InvoiceDate="2011.1.4"),
            line(InvoiceNo="3", InvoiceDate="20110105"),
        ),
        query=DAYS,
        found=["2011-01-03 10:00:00", "2011-01-04 00:00:00", "2011-01-05 00:00:00"],
    ),
    Odd(
        "two-orders.csv",
        csv_of(line(InvoiceDate="13/1/2011"), line(InvoiceDate="1/13/2011")),
        ("line 2", "InvoiceDate", "both orders"),
    ),
    Odd(
        "either-order.csv",
        csv_of(line(InvoiceDate="1/2/2011")),
        ("line 2", "InvoiceDate", "--date-order"),
    ),
    Odd(
        "twelve.csv",
        csv_of(line(InvoiceDate="12/2/2011"), line(InvoiceDate="1/12/2011")),
        ("line 2", "no day is above 12"),
    ),
    Odd(
        "both-orders.csv",
        csv_of(line(InvoiceDate="13/1/2011"), line(InvoiceDate="1/13/2011")),
        ("both orders occur",),
    ),
    Odd(
        "told-order.csv",
        csv_of(line(InvoiceDate="1/2/2011")),
        query=DAYS,
        found=["2011-02-01 00:00:00"],
        options={"date_order": "day-first"},
    ),
    Odd(
        "offset.csv",
        csv_of(line(InvoiceDate="2011-07-01T23:30:00+00:00")),
        query=DAYS,
        found=["2011-07-02 00:30:00"],
    ),
    Odd(
        "zulu.csv",
        csv_of(line(InvoiceDate="2011-01-01T23:30:00Z")),
        query=DAYS,
        found=["2011-01-01 23:30:00"],
    ),
    Odd(
        "afternoon.csv",
        csv_of(line(InvoiceDate="1/13/2011 2:05 PM")),
        query=DAYS,
        found=["2011-01-13 14:05:00"],
    ),
    Odd(
        "named-offsets.csv",
        csv_of(
            *(
                line(InvoiceNo=str(number), InvoiceDate=f"2011-07-01{moment}")
                for number, moment in enumerate(
                    (" 23:30:00 UTC", " 23:31 GMT", "T23:32:00z", " 23:33:00Z ", "T233400Z")
                )
            ),
            line(InvoiceNo="5", InvoiceDate="2011-07-01T233500-0100"),
        ),
        query=DAYS,
        found=[f"2011-07-02 00:{minute}:00" for minute in range(30, 35)] + ["2011-07-02 01:35:00"],
    ),
    Odd(
        "offset-of-an-afternoon.csv",
        csv_of(line(InvoiceDate="7/13/2011 11:30 PM +02:00"), line(InvoiceNo="2", InvoiceDate="7/13/2011 11:30pm UTC")),
        query=DAYS,
        found=["2011-07-13 22:30:00", "2011-07-14 00:30:00"],
    ),
    *(
        Odd(
            f"zone-{number}.csv",
            csv_of(line(InvoiceDate=moment)),
            ("line 2", "column InvoiceDate", f"'{moment}'", "no zone but UTC"),
        )
        for number, moment in enumerate(
            (
                "2011-07-01 23:30:00 PST",
                "2011-07-01 23:30 CEST",
                "2011-07-01 23:30:00 Europe/Berlin",
                "2011-07-01 23:30:00 UTC+2",
                "2011-07-01T23:30:00+00:00[UTC]",
                "2011-07-01 UTC",
                "2011-07-01+02:00",
                "2011-01-03 10:00 BC",
            )
        )
    ),
    Odd(
        "one-zone.csv",
        many(line(InvoiceDate="2011-07-01 23:30:00 PST")),
        query=LEDGER,
        found="invoice date is no date up to today 152",
    ),
    # ids
    Odd(
        "long-id.csv",
        many(line(CustomerID="9" * 9_000)),
        query="select left(reason, 10) from ledger",
        found="a number, ",
    ),
    Odd(
        "ids.csv",
        csv_of(line(CustomerID="00123"), line(InvoiceNo="2", CustomerID="17850.0")),
        query="select customer_id from transactions order by 1",
        found=["00123", "17850"],
    ),
    Odd(
        "no-invoice.csv",
        csv_of(line(InvoiceNo="")),
        ("line 2", "column InvoiceNo", "nothing"),
    ),
    Odd(
        "no-customers.csv",
        csv_of(line(CustomerID="")),
        ("known customer",),
    ),
    Odd(
        "other-currency.csv",
        csv_of(GOOD + ",GBP", line(InvoiceNo="2") + ",EUR").replace("Country", "Country,Currency"),
        query=LEDGER,
        found="another currency 3",
    ),
    Odd(
        "letters.csv",
        csv_of(line(InvoiceNo="CB1001"), line(InvoiceNo="C1002", Quantity="-1")),
        query="select invoice_no from transactions where is_return",
        found="C1002",
    ),
    # workbooks and Parquet
    Odd(
        "book.xlsx",
        workbook(),
        query=KEPT,
        found=1,
    ),
    Odd(
        "book-named-csv.csv",
        workbook(),
        query=KEPT,
        found=1,
    ),
    Odd(
        "formulas.xlsx",
        workbook(formulas),
        ("line 2", "column UnitPrice"),
    ),
    Odd(
        "merged.xlsx",
        workbook(merged),
        query=KEPT,
        found=2,
    ),
    Odd(
        "empty.xlsx",
        workbook(lambda sheet: sheet.delete_rows(1, 9)),
        ("empty",),
    ),
    Odd(
        "header.xlsx",
        workbook(lambda sheet: sheet.delete_rows(2)),
        ("nothing follows",),
    ),
    Odd(
        "sheet.xlsx",
        workbook(),
        ("no sheet 'May'",),
        reading=ReadingOptions(sheet="May"),
    ),
    Odd(
        "lines.parquet",
        parquet_of(),
        query="select customer_id from transactions",
        found="17850",
    ),
    Odd(
        "text.parquet",
        parquet_of(Quantity=["two"]),
        ("column Quantity", "'two'"),
    ),
    Odd(
        "nested.parquet",
        parquet_of(Quantity=[[1, 2]]),
        ("column Quantity", "list"),
    ),
    Odd(
        "null.parquet",
        parquet_of(InvoiceNo=pa.array([None], pa.string())),
        ("column InvoiceNo", "nothing"),
    ),
    Odd(
        "none.parquet",
        parquet_of(**{name: pa.array([], pa.string()) for name in NAMES}),
        ("nothing in them",),
    ),
    Odd(
        "nan.parquet",
        parquet_of(
            CustomerID=[17850.0, float("nan")],
            **{name: parquet_columns()[name] * 2 for name in NAMES if name not in {"CustomerID", "InvoiceNo"}},
            InvoiceNo=["1001", "1002"],
        ),
        query="select coalesce(customer_id, 'nobody') from transactions order by 1",
        found=["17850", "nobody"],
    ),
    Odd("bytes.parquet", parquet_of(StockCode=pa.array([b"A"], pa.large_binary())), ("column StockCode", "binary")),
    Odd("far.parquet", parquet_of(InvoiceDate=pa.array([1 << 60], pa.timestamp("us"))), ("row 1", "cannot be read")),
    Odd(
        "fraction.parquet",
        parquet_of(InvoiceDate=pa.array([1_293_926_399_600_000], pa.timestamp("us"))),
        query=DAYS,
        found=["2011-01-01 23:59:59.6"],
    ),
    Odd("sheets.xlsx", workbook(second_sheet), ("sheet Second", "--sheet")),
    Odd("notes-beside.xlsx", workbook(notes), query=KEPT, found=1),
    Odd("mixed-pounds.csv", csv_of(line(Description="£5")).encode() + "\n1,A,é,1".encode("cp1252"), ("mixed",)),
]


@pytest.fixture(scope="module")
def engine(server_url: str, migrated_template: str) -> Iterator[Engine]:
    """One database for all files; a file that is loaded replaces the one before."""
    name = f"odd_{uuid.uuid4().hex[:12]}"
    engine = pipeline_engine_for(copied_database(server_url, migrated_template, name), ZONE)
    yield engine
    engine.dispose()


def state(engine: Engine) -> Any:
    query = "select (select max(load_id) from loads), to_regnamespace('incoming') is null"
    with engine.connect() as connection:
        return connection.execute(text(query)).one()


def load_odd(engine: Engine, folder: Path, odd: Odd) -> None:
    path = folder / odd.name
    path.write_bytes(odd.content.encode() if isinstance(odd.content, str) else odd.content)
    files = find_order_files(str(path), odd.reading, folder)
    load(engine, odd.name, files, LoadOptions(mode="replace-all", **odd.options))


@pytest.mark.parametrize("odd", [odd for odd in ODD_FILES if odd.said], ids=lambda odd: odd.name)
def test_a_bad_file_is_refused_in_a_sentence_and_changes_nothing(engine: Engine, tmp_path: Path, odd: Odd) -> None:
    before = state(engine)
    with pytest.raises(SourceError) as refused:
        load_odd(engine, tmp_path, odd)
    sentence = str(refused.value)
    assert odd.name in sentence
    for words in odd.said:
        assert words in sentence
    assert sentence.endswith((".", ".)", "'."))
    assert state(engine) == before


@pytest.mark.parametrize("odd", [odd for odd in ODD_FILES if not odd.said], ids=lambda odd: odd.name)
def test_an_odd_file_is_loaded_rightly(engine: Engine, tmp_path: Path, odd: Odd) -> None:
    load_odd(engine, tmp_path, odd)
    with engine.connect() as connection:
        found = connection.execute(text(odd.query)).scalars().all()
    assert found == (odd.found if isinstance(odd.found, list) else [odd.found])
