"""The lines of a load, typed and judged: which are new, which are known, which are refused and why."""

from array import array
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from db.queries import read_sql
from etl.order_files import OrderFile, SourceError
from etl.staging import Forms, column_name

# Reasons of etl/sql/lines for a value that can't be read: the field, and what is expected of it.
UNREADABLE = {
    "invoice number is missing": ("invoice_no", "an invoice number"),
    "stock code is missing": ("stock_code", "a stock code"),
    "quantity is no whole number": ("quantity", "a whole number"),
    "unit price is no number": ("unit_price", "a number such as 2.55"),
    "invoice date is no date up to today": (
        "invoice_date",
        "a date up to today, such as 2010-12-01 08:26 (behind it no zone but UTC, GMT, Z or an offset)",
    ),
}
LOG = "log"  # the layout whose equal rows are purchases of their own
TOLERATED = 0.01  # share of a file's lines: above it the file is read in the wrong way, or is the wrong file


def type_lines(
    connection: Connection, file: OrderFile, forms: Forms, number: int, *, load_id: int, currency: str
) -> int:
    """Add the staged lines to incoming.lines, the file being the load's number `number`; returns how many there are.

    Raises SourceError when more than 1% of them have a value that can't be read.
    """
    datestyle = "DMY" if forms.date_order == "day-first" else "MDY"
    connection.execute(text(f"set local datestyle = 'ISO, {datestyle}'"))
    connection.execute(text("drop table if exists incoming.charge_stock_codes"))
    connection.execute(text(read_sql("etl/sql/charge_stock_codes")))
    connection.execute(text("analyze incoming.charge_stock_codes"))  # a dozen codes: looked up, not sorted and merged
    for view in ("read_lines", "typed_lines", "judged_lines"):
        parameters = {**forms.parameters(), "shop_currency": currency, "is_log": file.layout == LOG}
        connection.execute(text(read_sql(f"etl/sql/{view}")), parameters)
    into = "create table incoming.lines as" if number == 1 else "insert into incoming.lines"
    lines: int = connection.execute(
        text(f"{into} {read_sql('etl/sql/lines')}"),
        {"load_id": load_id, "file_number": number},
    ).rowcount
    _refuse_unreadable(connection, file, number, lines)
    return lines


def _refuse_unreadable(connection: Connection, file: OrderFile, number: int, lines: int) -> None:
    unreadable = connection.execute(
        text(read_sql("etl/sql/unreadable_lines")), {"file_number": number, "reasons": list(UNREADABLE)}
    ).one()
    if unreadable.lines <= TOLERATED * lines:
        return
    field, expected = UNREADABLE[unreadable.reason]
    value: str | None = connection.execute(
        text(f"select {field} from incoming.order_lines where line_number = :line"), {"line": unreadable.first_line}
    ).scalar_one()
    shown = "nothing" if value is None or not value.strip() else f"'{value.strip()[:80]}'"
    others = f" So are {unreadable.lines - 1:,} others of {lines:,} lines." if unreadable.lines > 1 else ""
    raise SourceError(
        f"{file.name}: line {file.physical_line(unreadable.first_line):,}, column {column_name(file, field)}: "
        f"{shown} is not {expected}.{others} Nothing was loaded. "
        "Mend the file, or say how it is to be read (--check shows how it was), and load it again."
    )


def number_repeated(connection: Connection, files: Sequence[OrderFile], *, keep_duplicates: bool) -> int:
    """Number the lines that stand more than once in a file; returns how many another file of this load had already."""
    logs = [number for number, file in enumerate(files, start=1) if file.layout == LOG]
    connection.execute(text(read_sql("etl/sql/repeated_lines")))
    connection.execute(
        text(read_sql("etl/sql/number_repeated_lines")), {"keep_duplicates": keep_duplicates, "logs": logs}
    )
    return connection.execute(
        text(
            "delete from incoming.lines using incoming.repeated_lines as repeated"
            " where lines.ctid = repeated.place and repeated.is_known"
        )
    ).rowcount


def take_out_known(connection: Connection) -> int:
    """Take those lines out that are there already, kept or refused; returns how many."""
    connection.execute(text("analyze incoming.lines"))
    connection.execute(text(read_sql("etl/sql/known_lines")))
    return connection.execute(
        text("delete from incoming.lines using incoming.known_lines as known where lines.ctid = known.place")
    ).rowcount


def take_out_refused(connection: Connection) -> Mapping[int, Sequence[int]]:
    """Move the refused lines into incoming.refused_lines; returns their rows, in order, by file number."""
    connection.execute(text(read_sql("etl/sql/refused_lines")))
    connection.execute(text("delete from incoming.lines where reason is not null"))
    query = text("select file_number, line_number from incoming.refused_lines order by file_number, line_number")
    found = connection.execute(query, execution_options={"yield_per": 10_000})
    rows: dict[int, array[int]] = {}
    for file_number, line_number in found:
        rows.setdefault(file_number, array("q")).append(line_number)
    return rows


def refuse_contradictions(connection: Connection, files: Sequence[OrderFile]) -> None:
    """Raise SourceError when an invoice that is there already is told otherwise: added to it, both would count."""
    found = connection.execute(text(read_sql("etl/sql/contradicted_invoices"))).all()
    if not found:
        return
    examples = "; ".join(
        f"{row.invoice_no} (stock code {', '.join(row.stock_codes[:3])}{' ...' if len(row.stock_codes) > 3 else ''})"
        for row in found
    )
    name = files[0].name if len(files) == 1 else f"{files[0].name} and {len(files) - 1} more"
    raise SourceError(
        f"{name}: of {found[0].invoices:,} invoices that are loaded already, lines are missing or changed, such as "
        f"{examples}. Nothing was loaded. If this file is the truth for its days, load it with --mode replace-period; "
        "if it is all there is, with --mode replace-all."
    )
