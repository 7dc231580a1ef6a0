"""The ledger: every line that was left out, with the reason and its text, as a page and as a file."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from backend.database import connect, database, fetch_rows
from backend.export import csv_file, text_cell
from backend.schemas.ledger import Ledger, LedgerFilters, LedgerQuery
from db.queries import read_sql

blueprint = APIBlueprint("ledger", __name__, url_prefix="/api/ledger", tag="Runs")

FILE_ANSWERS: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "Every line that was left out, with a header row",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    },
    429: {"description": "Too many exports at once"},
    503: {"description": "The database is away"},
}


@blueprint.get("")
@blueprint.input(LedgerQuery, location="query")
@blueprint.output(Ledger)
@blueprint.doc(responses=[503], operation_id="getLedger")
def ledger(query_data: LedgerQuery) -> dict[str, Any]:
    """Lines that were left out, with their reasons, in the order of loads and lines; a page at a time."""
    load, file, line = (int(part) for part in (query_data.cursor or "0-0-0").split("-"))
    with connect() as connection:
        rows = fetch_rows(
            connection,
            "ledger_lines",
            reason=query_data.reason,
            load_id=query_data.load,
            after_load=load,
            after_file=file,
            after_line=line,
            limit=query_data.limit + 1,
        )
        reasons = fetch_rows(connection, "ledger_totals", load_id=query_data.load)
    items = rows[: query_data.limit]
    more = len(rows) > len(items)
    last = items[-1] if more else {}
    cursor = f"{last['load_id']}-{last['file_number']}-{last['line_number']}" if more else None
    return {"reasons": reasons, "next_cursor": cursor, "items": items}


@blueprint.get("/lines.csv")
@blueprint.input(LedgerFilters, location="query")
@blueprint.doc(operation_id="exportLedger", responses=FILE_ANSWERS)
def ledger_file(query_data: LedgerFilters) -> Response:
    """The same lines as CSV: load, file, line, reason and the line's text."""
    query = read_sql("backend/sql/ledger_file").format(
        source=text_cell("loads.source"), file=text_cell("load_files.name"), raw=text_cell("ledger.raw")
    )
    parameters = {"reason": query_data.reason, "load_id": query_data.load}
    return csv_file(database().engine, query, parameters, "ledger.csv")
