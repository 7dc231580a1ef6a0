"""What a load has understood of its files, for a person to check before anything is loaded."""

from sqlalchemy import Connection, text

from db.queries import read_sql
from etl.load_records import Load

SHOWN = ("invoice_no", "stock_code", "description", "quantity", "invoice_date", "unit_price", "customer_id", "country")
WIDTH = 24


def print_understood(connection: Connection, done: Load) -> None:
    """Print how each file was read, and five of its lines as they would be kept."""
    for number, part in enumerate(done.files, start=1):
        print(f"{part.file.name}: {part.lines:,} lines")
        for name, value in {**part.file.describe(), **part.forms.in_words()}.items():
            print(f"  {name:<12} {_in_words(value)}")
        rows = connection.execute(text(read_sql("etl/sql/first_lines")), {"file_number": number}).all()
        print("  " + " | ".join(f"{name:<{WIDTH}}"[:WIDTH] for name in SHOWN).rstrip())
        for row in rows:
            cells = (f"{'' if value is None else value!s:<{WIDTH}}"[:WIDTH] for value in row)
            print("  " + " | ".join(cells).rstrip())


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{left} -> {right}" for left, right in value.items())
    return repr(value) if isinstance(value, str) and not value.strip() else str(value)
