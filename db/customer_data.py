"""All that is held about one customer: `python -m db.customer_data ID`, as a ZIP of one JSON file and CSV files."""

import argparse
import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from db.audit import note
from db.engine import make_engine
from db.migrate import upgrade
from db.queries import read_sql
from db.settings import load_settings, stop

# Each a query db/sql/customer_data/<part>.sql, in the order of the file.
PARTS = (
    "customer", "orders", "order_lines", "refused_lines", "scores", "predictions", "segment_history", "next_products",
    "campaigns", "views",
)  # fmt: skip
NO_PROOF = "views"  # somebody's words: they alone make nobody a customer
SHORTEST_WORD = 4  # letters of an id that is looked for in what somebody wrote
NO_WORD = "^$"
FORMULA = re.compile(r"^[=+\-@\t\r\n]")

Parts = Mapping[str, Sequence[Mapping[str, Any]]]


def customer_data(connection: Connection, customer_id: str) -> Parts | None:
    """The rows of each part in which the customer stands; None when there is nothing in any."""
    if "\0" in customer_id or is_pseudonym(connection, customer_id):
        return None
    values = {"customer_id": customer_id, "word": as_word(customer_id)}
    parts = {
        name: [
            dict(row) for row in connection.execute(text(read_sql(f"db/sql/customer_data/{name}")), values).mappings()
        ]
        for name in PARTS
    }
    return parts if any(rows for name, rows in parts.items() if name != NO_PROOF) else None


def as_word(customer_id: str) -> str:
    """The pattern that finds the id as a word in a text; a short one is too common a word."""
    if len(customer_id) < SHORTEST_WORD:
        return NO_WORD
    return rf"(^|[^[:alnum:]]){re.escape(customer_id)}([^[:alnum:]]|$)"


def is_pseudonym(connection: Connection, customer_id: str) -> bool:
    """True for what stands for an erased customer."""
    query = "select exists (select 1 from erased_customers where pseudonym = :customer_id)"
    found: bool = connection.execute(text(query), {"customer_id": customer_id}).scalar_one()
    return found


def as_json(customer_id: str, parts: Parts) -> bytes:
    """One JSON object: the id, when it was asked for, and the rows of each part."""
    told = {"customer_id": customer_id, "made_at": datetime.now(UTC), **parts}
    return json.dumps(told, default=_plain, ensure_ascii=False, indent=1).encode()


def as_zip(customer_id: str, parts: Parts) -> bytes:
    """The same as a ZIP file: the JSON, and each part that has rows as CSV for a spreadsheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("customer.json", as_json(customer_id, parts))
        for name, rows in parts.items():
            if rows:
                archive.writestr(f"{name}.csv", _as_csv(rows))
    return content.getvalue()


def _as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return lines.getvalue()


def _cell(value: object) -> object:
    """What a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, list | dict):
        return json.dumps(value, default=_plain, ensure_ascii=False)
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value


def _plain(value: object) -> object:
    if isinstance(value, date):  # so is a datetime
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write all that is held about one customer into a ZIP file.")
    parser.add_argument("customer", help="the customer's id, as the order lines have it")
    parser.add_argument("--file", type=Path, default=Path("customer-data.zip"), help="default: customer-data.zip")
    options = parser.parse_args(arguments)
    engine = make_engine(load_settings())
    upgrade(engine)
    with engine.begin() as connection:
        parts = customer_data(connection, options.customer)
        if parts is not None:
            note(connection, "customer data", options.customer)
    if parts is None:
        stop(f"nothing is held about a customer with the id '{options.customer[:50]}'.")
    try:
        # For its owner's eyes alone, whatever lay there before.
        options.file.unlink(missing_ok=True)
        with os.fdopen(os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(as_zip(options.customer, parts))
    except OSError as error:
        stop(f"{options.file} cannot be written ({error.strerror}).")
    counts = ", ".join(f"{len(rows):,} {name.replace('_', ' ')}" for name, rows in parts.items() if rows)
    print(f"{options.file}: {counts}")


if __name__ == "__main__":
    main()
