"""The list as CSV: PostgreSQL writes it by COPY, we pass it on as it comes."""

import os
import threading
from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from typing import Any

import orjson
from apiflask import APIBlueprint
from flask import Response
from sqlalchemy import Engine, text

from backend.answers import named
from backend.attempts import Limit, count, too_many
from backend.audit import audit
from backend.customer_filters import Filters
from backend.customer_list import COLUMNS, TEXT_COLUMNS, Order
from backend.database import connect_to_write, database
from backend.errors import ProblemException
from backend.principal import principal
from backend.schemas.export import ExportBody, ExportLink
from backend.served_run import served_run
from db.engine import psycopg_connection

blueprint = APIBlueprint("export", __name__, url_prefix="/api/export", tag="Export")

CHUNK = 1 << 16
MOST_AT_ONCE = 2  # per process
# Of a user, by session and keys together; who sits at this machine without sign-in is not counted.
EXPORTS = Limit("export", 30, timedelta(minutes=10))
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


ANSWERS: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "All matching customers, with a header row; with delivery `link`, where they can be fetched",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": ExportLink.model_json_schema()},
        },
    },
    409: {"description": "There is no bucket for links"},
    429: {
        "description": "Too many exports at once, or by one user within a while; `Retry-After` says how long to wait"
    },
    503: {"description": "Nothing is published yet"},
}


@blueprint.post("/customers")
@blueprint.input(ExportBody, location="json")
@blueprint.doc(
    operation_id="exportCustomers",
    responses=ANSWERS,
)
def export_customers(json_data: ExportBody) -> Response:
    """All customers that match the list's filters as CSV, in the list's order, with chosen columns."""
    order = Order.parse(json_data.sort)
    engine = database().engine
    with engine.connect() as connection:
        run = served_run(connection)
        filters = Filters.of(connection, json_data.filters, run.run_id)
    columns = ", ".join(f"{_cell(name)} as {name}" for name in json_data.columns or COLUMNS)
    # Part by part each row comes from an index as it is sent; the whole would be sorted before the first one.
    query = " union all ".join(
        f"(select {columns} from customer_list where {filters.rows} and {part.condition} order by {part.order})"
        for part in order.parts()
    )
    name = f"customers-run-{run.run_id}.csv"
    mark = "\ufeff".encode() if json_data.byte_order_mark else b""
    if json_data.delivery == "download":
        return named(csv_file(engine, query, filters.parameters, name, mark), run)
    bucket = database().settings.export_bucket
    if bucket is None:
        raise ProblemException(409, "No bucket", "There is no bucket for links: EXPORT_BUCKET is not set.", "delivery")
    from backend.export_bucket import upload  # noqa: PLC0415  # boto3 is slow to load, and most shops have no bucket

    with closing(_begun(engine, query, filters.parameters, name, mark)) as chunks:
        link = upload(chunks, bucket, name)
    body = {"run_id": run.run_id, "url": link.url, "expires_at": link.expires_at}
    response = named(Response(orjson.dumps(body), content_type="application/json"), run)
    response.headers["Cache-Control"] = "no-store"
    return response


def csv_file(engine: Engine, query: str, parameters: dict[str, Any], name: str, mark: bytes = b"") -> Response:
    """What the query gives as a CSV file to be saved under this name. Raises 429 when too many are on their way."""
    chunks = _begun(engine, query, parameters, name, mark)
    response = Response(chunks, content_type="text/csv; charset=utf-8")
    # At the end, when its reader has gone, and also when nobody has begun to read.
    response.call_on_close(chunks.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begun(engine: Engine, query: str, parameters: dict[str, Any], name: str, mark: bytes) -> Generator[bytes]:
    """The CSV after its first chunk has come: an error before that can still be answered as one. It is audited."""
    _count_export()
    if not _places.acquire(blocking=False):
        error = ProblemException(429, "Too many exports", "Other exports are running. Try again in a few seconds.")
        error.retry_after = 5
        raise error
    chunks = _holding_place(mark, _stream(engine, query, parameters))
    next(chunks)
    try:
        with connect_to_write() as connection:
            audit(connection, "export", name)
    except BaseException:
        chunks.close()
        raise
    return chunks


def _count_export() -> None:
    """Count one export of whoever asks. Raises 429, with the time to wait, when it is one too many."""
    who = principal()
    if who is None or who.user_id is None:
        return
    with connect_to_write() as connection:
        wait = count(connection, [(EXPORTS, str(who.user_id))])
    if wait is not None:
        raise too_many(wait, f"A user may have {EXPORTS.most} exports within 10 minutes.")


def _holding_place(mark: bytes, chunks: Generator[bytes]) -> Generator[bytes]:
    """First nothing, once the first chunk is there; then the chunks. The place is free again at the end."""
    try:
        with closing(chunks):
            first = next(chunks, b"")
            yield b""
            yield mark + first
            yield from chunks
    finally:
        _places.release()


def _cell(name: str) -> str:
    return text_cell(name) if name in TEXT_COLUMNS else name


def text_cell(column: str) -> str:
    """A text column as SQL: what a spreadsheet would run as a formula gets an apostrophe before it."""
    return rf"case when {column} ~ '^[=+\-@\t\r\n]' then '''' || {column} else {column} end"


def _stream(engine: Engine, query: str, parameters: dict[str, Any]) -> Generator[bytes]:
    """The CSV in chunks. When PostgreSQL fails on the way the connection is broken off, so that no part looks whole."""
    readable, writable = os.pipe()
    failed: list[BaseException] = []
    with os.fdopen(readable, "rb") as source, os.fdopen(writable, "wb") as sink, engine.connect() as connection:
        raw = psycopg_connection(connection)
        with raw.cursor() as cursor:
            cursor.execute("set local statement_timeout = '10min'")
            # Parallel workers would mix the parts of the list.
            cursor.execute("set local max_parallel_workers_per_gather = 0")
            written = cursor.mogrify(_compiled(engine, query), parameters).decode()

        def copy() -> None:
            try:
                with sink, raw.cursor() as cursor:
                    cursor.copy_expert(f"copy ({written}) to stdout with (format csv, header true)", sink, CHUNK)
            except BrokenPipeError:
                pass  # the reader has gone
            except BaseException as error:
                failed.append(error)

        writer = threading.Thread(target=copy, name="export")
        writer.start()
        ended = False
        try:
            while chunk := source.read(CHUNK):
                yield chunk
            ended = True
        finally:
            if not ended:  # the reader has gone: PostgreSQL need not go on to the last row
                raw.cancel()
            source.close()  # a writer that is still at work finds its pipe broken
            writer.join()
            if not ended:
                connection.invalidate()  # the cancel may come late, and would hit the next question
        if failed:
            raise failed[0]


def _compiled(engine: Engine, query: str) -> str:
    """The query with psycopg2's places for its parameters."""
    return str(text(query).compile(dialect=engine.dialect))
