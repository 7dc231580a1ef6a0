"""Loading in this process, and what the tables hold afterwards: for comparing one way of loading with another."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from db.rfm import OF_ALL_ORDERS, rfm_as_of
from etl.load_records import Load, LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, find_order_files

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

AFTER_ALL = datetime(2100, 1, 1)

# Everything but which load brought it and where it stood in its file.
CONTENTS = {
    "transactions": "select to_jsonb(transactions) - 'load_id' as row from transactions",
    "orders": "select to_jsonb(orders) as row from orders",
    "customers": "select to_jsonb(customers) as row from customers",
    "products": "select to_jsonb(products) as row from products",
    "product_descriptions": "select to_jsonb(product_descriptions) as row from product_descriptions",
    "sales_by_day": "select to_jsonb(sales_by_day) as row from sales_by_day",
    "ledger": "select jsonb_build_array(line_hash, line_ordinal, reason, invoice_date) as row from ledger",
}


def load_lines(engine: Engine, folder: Path, lines: Sequence[str], **options: Any) -> Load:
    """Load these lines, under the usual header, from a file that is written for it."""
    path = folder / "lines.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return load(engine, path.name, find_order_files(str(path), ReadingOptions(), folder), LoadOptions(**options))


def contents(engine: Engine) -> dict[str, Sequence[Any]]:
    """The rows of each table as the next run would find them."""
    with engine.connect() as connection:
        return {
            table: connection.execute(text(f"select row from ({query}) as rows order by row::text")).scalars().all()
            for table, query in CONTENTS.items()
        }


def assert_totals_are_those_of_the_orders(engine: Engine) -> None:
    """The scores are the same from the totals that each load keeps with the customers and from all orders."""
    with engine.connect() as connection:
        kept, counted = (
            connection.execute(
                text(f"select * from ({rfm_as_of(totals)}) as rfm order by customer_id"), {"as_of": AFTER_ALL}
            ).all()
            for totals in (OF_ALL_ORDERS, None)
        )
    assert kept and kept == counted


def data_of_newest_load(engine: Engine) -> dict[str, Any]:
    """Lines in, kept and in the ledger, of all that the tables hold."""
    with engine.connect() as connection:
        data: dict[str, Any] = connection.execute(
            text("select data from loads order by load_id desc limit 1")
        ).scalar_one()
    return data
