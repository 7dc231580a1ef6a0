"""Loading a file: every line is kept or in the ledger; a bad file is refused with its place, and nothing changes."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Runner

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
LINES = [
    "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850.0,United Kingdom",
    '1001,A2,"Bag, red",1,2011-01-03 10:00:00,4.25,17850.0,United Kingdom',
    "1001,POST,Postage,1,2011-01-03 10:00:00,18.00,17850.0,United Kingdom",
    "1002,A1,Apple,5,2011-02-04 09:30:00,1.50,00123,France",
    "C1003,A1,Apple,-1,2011-02-10 12:00:00,1.50,17850.0,United Kingdom",
    "1004,A1,Apple,3,2011-02-11 12:00:00,1.50,,United Kingdom",
    "1005,m,Manual,1,2011-02-12 12:00:00,7.00,14911,Germany",
]


def write(folder: Path, lines: list[str], name: str = "lines.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    content = "\n".join(lines).encode(encoding)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def one(engine: Engine, query: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def load(run_script: Runner, tmp_path: Path) -> Runner:
    return lambda *arguments, **settings: run_script("etl/load_data.py", *arguments, **settings)


def test_lines_become_orders_customers_and_products(engine: Engine, load: Runner, tmp_path: Path) -> None:
    done = load(write(tmp_path, [HEADER, *LINES]))
    assert done.returncode == 0, done.stderr
    assert "7 lines in, 7 kept" in done.stdout
    assert rows(engine, "select customer_id, invoice_no, is_order, gross, net from orders order by 1, 2") == [
        ("00123", "1002", True, 7.5, 7.5),
        ("17850", "1001", True, 7.25, 7.25),
        ("17850", "C1003", False, 0, -1.5),
    ]
    assert rows(engine, "select customer_id, orders from customers order by 1") == [
        ("00123", 1),
        ("14911", 0),
        ("17850", 1),
    ]
    assert rows(engine, "select stock_code from products where is_charge order by 1") == [("POST",), ("m",)]


def test_refused_lines_are_in_the_ledger_and_all_adds_up(engine: Engine, load: Runner, tmp_path: Path) -> None:
    bad = [
        LINES[0],  # again: an exact duplicate
        LINES[0].replace("1.50", "1.500"),  # the same content, written otherwise
        "1006,A9,Free,1,2011-03-01 10:00,0,17850.0,United Kingdom",
        "1007,B,Adjust,1,2011-03-01 10:00,-11062.06,,United Kingdom",
    ]
    done = load(write(tmp_path, [HEADER, *LINES, *bad]))
    assert done.returncode == 0, done.stderr
    assert rows(engine, "select line_number, reason, raw from ledger order by line_number") == [
        (9, "exact duplicate", bad[0]),
        (10, "exact duplicate", bad[1]),
        (11, "price is zero", bad[2]),
        (12, "price below zero", bad[3]),
    ]
    lines_in, kept = rows(engine, "select lines_in, lines_kept from loads")[0]
    assert lines_in == 11
    assert kept == one(engine, "select count(*) from transactions") == 7
    assert lines_in == kept + one(engine, "select count(*) from ledger")


def test_duplicates_are_kept_when_asked(engine: Engine, load: Runner, tmp_path: Path) -> None:
    done = load(write(tmp_path, [HEADER, *LINES, LINES[0]]), "--keep-duplicates")
    assert done.returncode == 0, done.stderr
    assert one(engine, "select count(*) from transactions") == 8
    assert one(engine, "select gross from orders where invoice_no = '1001'") == 10.25


def test_empty_lines_at_the_end_are_no_lines(engine: Engine, load: Runner, tmp_path: Path) -> None:
    done = load(write(tmp_path, [HEADER, *LINES, "", "", ""]))
    assert done.returncode == 0, done.stderr
    assert one(engine, "select count(*) from transactions") == len(LINES)


def test_an_id_of_a_fraction_alone_is_nobodys(engine: Engine, load: Runner, tmp_path: Path) -> None:
    done = load(write(tmp_path, [HEADER, *LINES, "1006,A1,Apple,3,2011-02-11 12:00:00,1.50,.0,France"]))
    assert done.returncode == 0, done.stderr
    assert rows(engine, "select customer_id from transactions where invoice_no = '1006'") == [(None,)]


def test_large_numbers_are_multiplied_exactly(engine: Engine, load: Runner, tmp_path: Path) -> None:
    line = "1001,A1,Apple,999999999999,2011-01-03,999999999.999,17850,UK"
    done = load(write(tmp_path, [HEADER, line]))
    assert done.returncode == 0, done.stderr
    assert str(one(engine, "select amount from transactions")) == "999999999998000000000.001"


def test_what_was_there_already_is_told(load: Runner, tmp_path: Path) -> None:
    first = load(write(tmp_path, [HEADER, *LINES[:-1]]))
    assert "6 lines in, 6 kept, in the ledger" in first.stdout
    more = load(write(tmp_path, [HEADER, *LINES]), "--mode", "add")
    assert "7 lines in, 1 kept, 6 there already, in the ledger" in more.stdout, more.stderr


def test_the_same_file_again_changes_nothing(engine: Engine, load: Runner, tmp_path: Path) -> None:
    path = write(tmp_path, [HEADER, *LINES])
    load(path)
    again = load(path)
    assert again.returncode == 0
    assert "already loaded" in again.stdout
    assert one(engine, "select count(*) from loads") == 1


@pytest.mark.parametrize(
    ("name", "encoding", "separator"),
    [("a.csv", "utf-8-sig", ","), ("a.csv.gz", "utf-8", ","), ("a.tsv", "utf-8", "\t"), ("a.csv", "cp1252", ";")],
)
def test_encodings_and_separators_are_recognised(
    engine: Engine, load: Runner, tmp_path: Path, name: str, encoding: str, separator: str
) -> None:
    lines = [HEADER, "1001,A1,Café £5,2,2011-01-03 10:00:00,1.50,17850.0,Côte d'Ivoire"]
    done = load(write(tmp_path, [line.replace(",", separator) for line in lines], name, encoding))
    assert done.returncode == 0, done.stderr
    assert rows(engine, "select description, country from transactions") == [("Café £5", "Côte d'Ivoire")]


@pytest.mark.parametrize(
    ("date", "day"), [("12/1/2010 8:26", "2010-12-01"), ("13/1/2010 8:26", "2010-01-13"), ("1.12.2010 8:26", None)]
)
def test_date_order_is_told_by_the_dates_or_asked_for(
    engine: Engine, load: Runner, tmp_path: Path, date: str, day: str | None
) -> None:
    settling = {
        "12/1/2010 8:26": "12/13/2010 9:00",
        "13/1/2010 8:26": "2/3/2010 9:00",
        "1.12.2010 8:26": "2.11.2010 9:00",
    }
    lines = [f"1001,A1,Apple,2,{date},1.50,17850,UK", f"1002,A1,Apple,2,{settling[date]},1.50,17850,UK"]
    done = load(write(tmp_path, [HEADER, *lines]))
    if day:
        assert done.returncode == 0, done.stderr
        assert one(engine, "select invoice_date::date::text from transactions where invoice_no = '1001'") == day
    else:
        assert done.returncode == 2
        assert "--date-order day-first" in done.stderr
        assert "InvoiceDate" in done.stderr
        asked = load(tmp_path / "lines.csv", "--date-order", "day-first")
        assert asked.returncode == 0, asked.stderr
        assert one(engine, "select min(invoice_date)::date::text from transactions") == "2010-11-02"


GOOD = "1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850.0,United Kingdom"
BAD_FILES = [
    (["", ""], ["line 1"]),
    ([HEADER], ["nothing follows"]),
    ([HEADER.replace("Quantity,", ""), GOOD], ["line 1", "quantity", "missing"]),
    ([HEADER.replace("Description", "Invoice"), GOOD], ["line 1", "'InvoiceNo'", "'Invoice'"]),
    ([HEADER, GOOD, GOOD.replace(",2,", ",two,")], ["line 3", "column Quantity", "'two'"]),
    ([HEADER, GOOD, GOOD.replace(",2,", ",,")], ["line 3", "column Quantity", "nothing"]),
    ([HEADER, GOOD.replace(",2,", ",2.5,")], ["line 2", "column Quantity", "'2.5'"]),
    ([HEADER, GOOD.replace(",2,", ",1e309,")], ["line 2", "column Quantity"]),
    ([HEADER, GOOD.replace("1.50", "NaN")], ["line 2", "column UnitPrice", "'NaN'"]),
    ([HEADER, GOOD.replace("1.50", "£1.50")], ["line 2", "column UnitPrice"]),
    ([HEADER, GOOD, GOOD.replace("2011-01-03 10:00:00", "2011-02-31")], ["line 3", "column InvoiceDate", "2011-02-31"]),
    ([HEADER, GOOD.replace("2011-01-03 10:00:00", "tomorrow")], ["line 2", "column InvoiceDate", "'tomorrow'"]),
    ([HEADER, GOOD.replace("1001", "")], ["line 2", "column InvoiceNo"]),
    ([HEADER, '1,A1,"two\nlines",1,2011-01-03,1,9,UK', GOOD.replace(",2,", ",x,")], ["line 4", "column Quantity"]),
    ([HEADER, GOOD, "1001,A1,Apple"], ["line 3", "ends before"]),
    ([HEADER, GOOD + ",more"], ["line 2", "more fields"]),
    ([HEADER, GOOD.replace("Apple", '"Apple')], ["quote"]),
    ([HEADER, GOOD.replace("Apple", "App\x00le")], ["NUL"]),
    ([HEADER, GOOD.replace("17850.0", "")], ["known customer"]),
]


@pytest.mark.parametrize(("lines", "said"), BAD_FILES, ids=[" ".join(said)[:40] for _, said in BAD_FILES])
def test_a_bad_file_is_refused_with_its_place_and_nothing_changes(
    engine: Engine, load: Runner, tmp_path: Path, lines: list[str], said: list[str]
) -> None:
    assert load(write(tmp_path, [HEADER, *LINES], "good.csv")).returncode == 0
    before = rows(engine, "select * from transactions order by line_hash, line_ordinal")
    done = load(write(tmp_path, lines), "--mode", "replace-all")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "lines.csv" in done.stderr
    for words in said:
        assert words in done.stderr
    assert rows(engine, "select * from transactions order by line_hash, line_ordinal") == before
    assert one(engine, "select count(*) from pg_namespace where nspname = 'incoming'") == 0


def test_a_file_that_is_not_there_or_no_file_is_refused(load: Runner, tmp_path: Path) -> None:
    missing = load(tmp_path / "nowhere.csv")
    assert (missing.returncode, "nowhere.csv" in missing.stderr) == (2, True)
    folder = load(tmp_path)
    assert (folder.returncode, "folder" in folder.stderr) == (2, True)
    beyond = load(tmp_path / ("x" * 300))
    assert (beyond.returncode, "cannot be read" in beyond.stderr) == (2, True), beyond.stderr
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress("\n".join([HEADER, *LINES * 100]).encode())[:-30])
    broken = load(cut)
    assert broken.returncode == 2
    assert "gzip" in broken.stderr
    workbook = load(write(tmp_path, ["PK\x03\x04 and so on"], "book.xlsx"))
    assert workbook.returncode == 2
    assert "whole workbook" in workbook.stderr


def test_check_shows_what_was_understood_and_loads_nothing(engine: Engine, load: Runner, tmp_path: Path) -> None:
    lines = [
        "Beleg;Artikel;Menge;Wann;Preis;Kunde",
        *(f"{number};A1;2;13.1.2011 10:00;1,5;00123" for number in range(7)),
        "9;A1;2;13.1.2011 10:00;0;00123",
    ]
    names = {
        "invoice_no": "Beleg",
        "stock_code": "Artikel",
        "quantity": "Menge",
        "invoice_date": "Wann",
        "unit_price": "Preis",
        "customer_id": "Kunde",
    }
    mapping = tmp_path / "shop.toml"
    mapping.write_text("".join(f"{field} = '{column}'\n" for field, column in names.items()))
    path = write(tmp_path, lines)
    done = load(path, "--check", "--mapping", mapping)
    assert done.returncode == 0, done.stderr
    for shown in (
        "separator    ;",
        "decimal comma",
        "day-first",
        "Kunde -> customer_id",
        "2011-01-13 10:00:00",
        "1.500",
    ):
        assert shown in done.stdout
    assert done.stdout.count("00123") == 5
    assert "8 lines in, 7 kept" in done.stdout and "1 price is zero" in done.stdout
    assert one(engine, "select count(*) from loads") == 0
    assert one(engine, "select to_regnamespace('loaded') is null")

    flags = [flag for field, column in names.items() for flag in ("--map", f"{field}={column}")]
    assert load(path, *flags).returncode == 0
    assert one(engine, "select count(*) from transactions") == 7
    refused = load(path, *flags, "--map", "colour=Farbe")
    assert (refused.returncode, "colour=Farbe" in refused.stderr) == (2, True)
