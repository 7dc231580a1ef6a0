"""The same orders, written in each layout that is known, give the same scores."""

import csv
import gzip
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import Engine, text

from db.engine import pipeline_engine_for
from db.rfm import rfm_as_of
from etl.load_records import LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, find_order_files
from tests.conftest import ZONE, copied_database
from tests.etl.hard_customers import hard_customers, repeated_at_another_time

CUSTOMERS = 150  # besides the hard ones
OF_NOBODY = 2_000  # lines without a customer
COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
FIELDS = (
    "invoice_no",
    "stock_code",
    "description",
    "quantity",
    "invoice_date",
    "unit_price",
    "customer_id",
    "country",
)
Line = dict[str, str]
Order = dict[str, Any]
Original = tuple[list[Any], list[Order], tuple[Any, ...]]  # the scores, the orders behind them, what nobody bought


@pytest.fixture(scope="module")
def lines(order_lines: Path) -> list[Line]:
    """All lines of the first customers and of the hard ones, and some of nobody, the ledger's kinds among them."""
    with gzip.open(order_lines, "rt", encoding="utf-8", newline="") as content:
        everything = list(csv.DictReader(content))
    customers = dict.fromkeys(line["CustomerID"] for line in everything if line["CustomerID"])
    chosen = {*list(customers)[:CUSTOMERS], *hard_customers(everything)}
    nobody = [line for line in everything if not line["CustomerID"]][:OF_NOBODY]
    assert nobody
    return [*(line for line in everything if line["CustomerID"] in chosen), *nobody]


@pytest.fixture(scope="module")
def engine(server_url: str, migrated_template: str) -> Iterator[Engine]:
    """One database for all layouts, each of which replaces the one before."""
    name = f"layouts_{uuid.uuid4().hex[:12]}"
    engine = pipeline_engine_for(copied_database(server_url, migrated_template, name), ZONE)
    yield engine
    engine.dispose()


def scores(engine: Engine, path: Path, options: ReadingOptions | None = None) -> list[Any]:
    """Recency, frequency, monetary and the scores of everybody, from this file alone."""
    files = find_order_files(str(path), options or ReadingOptions(), path.parent)
    load(engine, path.name, files, LoadOptions(mode="replace-all"))
    with engine.connect() as connection:
        last = connection.execute(text("select max(ordered_at)::date + 1 from orders where is_order")).scalar_one()
        query = (
            "select customer_id, recency, frequency, monetary, r_score, f_score, m_score"
            f" from ({rfm_as_of()}) as rfm order by customer_id"
        )
        return [tuple(row) for row in connection.execute(text(query), {"as_of": last})]


def sold_to_nobody(engine: Engine) -> tuple[Any, ...]:
    """Lines without a customer, and their money."""
    query = "select count(*), sum(amount) from transactions where customer_id is null"
    with engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


@pytest.fixture(scope="module")
def original(engine: Engine, lines: list[Line], tmp_path_factory: pytest.TempPathFactory) -> Original:
    """What every layout must give."""
    path = tmp_path_factory.mktemp("original") / "uci.csv"
    write_csv(path, COLUMNS, list(map(values, lines)))
    found = scores(engine, path)
    with engine.connect() as connection:
        orders = connection.execute(
            text("select customer_id, invoice_no, ordered_at, net, country from orders order by ordered_at")
        )
        return found, [dict(row) for row in orders.mappings()], sold_to_nobody(engine)


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]], **how: str) -> Path:
    """How: encoding and separator, by default UTF-8 and a comma."""
    with path.open("w", encoding=how.get("encoding", "utf-8"), newline="", errors="replace") as content:
        writer = csv.writer(content, delimiter=how.get("separator", ","))
        writer.writerow(header)
        writer.writerows(rows)
    return path


def values(line: Line, **changed: str) -> list[str]:
    """The line's fields, some of them written in another way."""
    return [changed.get(column, line[column]) for column in COLUMNS]


def when(line: Line) -> datetime:
    return datetime.fromisoformat(line["InvoiceDate"])


def kaggle(folder: Path, lines: list[Line]) -> Path:
    """Windows-1252, month first, without seconds."""
    rows = [values(line, InvoiceDate=f"{when(line):%-m/%-d/%Y %-H:%M}") for line in lines]
    rows[0][2] = "Café £"
    return write_csv(folder / "kaggle.csv", COLUMNS, rows, encoding="cp1252")


def decimal_commas(folder: Path, lines: list[Line]) -> Path:
    """Tabs, decimal commas, day first."""
    rows = [
        values(line, InvoiceDate=f"{when(line):%d.%m.%Y %H:%M:%S}", UnitPrice=line["UnitPrice"].replace(".", ","))
        for line in lines
    ]
    return write_csv(folder / "lines.tsv", COLUMNS, rows, separator="\t")


def utf16(folder: Path, lines: list[Line]) -> Path:
    """As Excel saves 'Unicode text'."""
    return write_csv(folder / "lines.csv", COLUMNS, list(map(values, lines)), encoding="utf-16", separator=";")


def typed(lines: list[Line]) -> "pd.DataFrame":
    table = pd.DataFrame(lines)
    table["InvoiceDate"] = pd.to_datetime(table["InvoiceDate"])
    table["Quantity"] = table["Quantity"].astype(int)
    table["UnitPrice"] = table["UnitPrice"].astype(float)
    table["CustomerID"] = pd.to_numeric(table["CustomerID"])
    return table


def online_retail_2(folder: Path, lines: list[Line]) -> Path:
    """A workbook with two sheets and other names."""
    table = typed(lines).rename(columns={"InvoiceNo": "Invoice", "UnitPrice": "Price", "CustomerID": "Customer ID"})
    path = folder / "online_retail_II.xlsx"
    half = len(table) // 2
    with pd.ExcelWriter(path) as workbook:
        table[:half].to_excel(workbook, sheet_name="Year 2009-2010", index=False)
        table[half:].to_excel(workbook, sheet_name="Year 2010-2011", index=False)
    return path


def parquet_file(folder: Path, lines: list[Line]) -> Path:
    path = folder / "lines.parquet"
    parquet.write_table(pa.Table.from_pandas(typed(lines)), path, row_group_size=5_000)
    return path


def folder_of_parts(folder: Path, lines: list[Line]) -> Path:
    """Three files that overlap, one of them gzipped, and one that is not meant."""
    whole = folder / "parts"
    whole.mkdir()
    rows = list(map(values, lines))
    third = len(rows) // 3
    write_csv(whole / "1.csv", COLUMNS, rows[: 2 * third])
    write_csv(whole / "3.csv", COLUMNS, rows[2 * third :])
    (whole / "2.csv.gz").write_bytes(gzip.compress((whole / "1.csv").read_bytes()))
    (whole / "README.md").write_text("Not order lines.")
    return whole


SHOPIFY = (
    *("Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Created at", "Shipping Country"),
    *("Billing Country", "Cancelled at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"),
)


def shopify(folder: Path, lines: list[Line]) -> Path:
    """One row per item, the order's own fields on its first row alone, times with an offset."""
    seen: set[str] = set()
    rows = []
    for line in lines:
        # In summer the shop's clock is an hour ahead of Greenwich.
        moment = f"{line['InvoiceDate']} {when(line).replace(tzinfo=ZoneInfo(ZONE)):%z}"
        order = ["paid", moment, "GBP", "0", moment, line["Country"], line["Country"], ""]
        first = line["InvoiceNo"] not in seen
        seen.add(line["InvoiceNo"])
        item = [line["Quantity"], line["Description"], line["UnitPrice"], line["StockCode"]]
        rows.append([line["InvoiceNo"], line["CustomerID"], *(order if first else [""] * len(order)), *item])
    moment = "2011-01-03 10:00:00 +0000"
    rows.append(["never", "17850", "paid", "", "GBP", "9", moment, "", "", moment, "1", "Thing", "9", "T"])
    return write_csv(folder / "orders_export.csv", SHOPIFY, rows)


WOOCOMMERCE = (
    *("Order Number", "Order Status", "Order Date", "Email (Billing)", "Country Code (Billing)"),
    *("SKU", "Item Name", "Quantity", "Item Cost"),
)


def woocommerce(folder: Path, lines: list[Line]) -> Path:
    """One row per item, and an order that came to nothing."""
    rows = [
        [
            *(line["InvoiceNo"], "wc-completed", line["InvoiceDate"], line["CustomerID"], line["Country"]),
            *(line["StockCode"], line["Description"], line["Quantity"], line["UnitPrice"]),
        ]
        for line in lines
    ]
    rows.append(["never", "Cancelled", "2011-01-03 10:00:00", "17850", "FR", "T", "Thing", "1", "9"])
    return write_csv(folder / "woo.csv", WOOCOMMERCE, rows)


@pytest.mark.parametrize(
    "written",
    [kaggle, decimal_commas, utf16, online_retail_2, parquet_file, folder_of_parts, woocommerce],
    ids=lambda written: written.__name__,
)
def test_the_same_lines_in_another_layout_give_the_same_scores(
    engine: Engine,
    lines: list[Line],
    original: Original,
    tmp_path: Path,
    written: Callable[[Path, list[Line]], Path],
) -> None:
    assert scores(engine, written(tmp_path, lines)) == original[0]
    assert sold_to_nobody(engine) == original[2]


def test_shopify_gives_the_same_scores_but_for_equal_items_of_an_order_at_several_times(
    engine: Engine, lines: list[Line], original: Original, tmp_path: Path
) -> None:
    first = {line["InvoiceNo"]: line["InvoiceDate"] for line in reversed(lines)}
    at_one_time = [values(line, InvoiceDate=first[line["InvoiceNo"]]) for line in lines]
    wanted = scores(engine, write_csv(tmp_path / "at_one_time.csv", COLUMNS, at_one_time))
    nobody = sold_to_nobody(engine)
    assert scores(engine, shopify(tmp_path, lines)) == wanted
    assert sold_to_nobody(engine) == nobody
    inherent = {customer.removesuffix(".0") for customer in repeated_at_another_time(lines)}
    rfm, theirs = ({row[0]: row[1:4] for row in rows} for rows in (original[0], wanted))
    assert {customer for customer in rfm if rfm[customer] != theirs[customer]} <= inherent


def money(net: Decimal) -> str:
    return f"{net:.3f}"


def test_a_list_of_orders_without_lines_gives_the_same_scores(
    engine: Engine, original: Original, tmp_path: Path
) -> None:
    found, orders, _ = original
    rows = [[o["invoice_no"], o["customer_id"], o["ordered_at"], money(o["net"]), o["country"]] for o in orders]
    path = write_csv(tmp_path / "orders.csv", ("Order ID", "Customer", "Date", "Total", "Country"), rows)
    assert scores(engine, path) == found


def test_a_log_of_purchases_gives_the_same_scores(engine: Engine, original: Original, tmp_path: Path) -> None:
    found, orders, _ = original
    rows = [[o["customer_id"], o["ordered_at"], money(o["net"])] for o in orders]
    path = write_csv(tmp_path / "log.csv", ("customer_id", "date", "amount"), rows)
    assert scores(engine, path) == found


def test_any_other_layout_is_read_by_a_mapping(
    engine: Engine, lines: list[Line], original: Original, tmp_path: Path
) -> None:
    theirs = ("Beleg", "Artikel", "Text", "Menge", "Wann", "Preis", "Kunde", "Land")
    path = write_csv(tmp_path / "export.txt", theirs, list(map(values, lines)), separator="|")
    fields = (
        "invoice_no",
        "stock_code",
        "description",
        "quantity",
        "invoice_date",
        "unit_price",
        "customer_id",
        "country",
    )
    options = ReadingOptions(columns=dict(zip(fields, theirs, strict=True)))
    (file,) = find_order_files(str(path), options, tmp_path)
    assert file.layout == "lines"
    assert scores(engine, path, options) == original[0]
    assert sold_to_nobody(engine) == original[2]
