"""Many rows out of PostgreSQL and into it: by COPY, in columns, without a Python object for each value."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from db.engine import psycopg_connection

if TYPE_CHECKING:
    import pyarrow as pa


def copy_out(
    connection: Connection, query: str, values: Mapping[str, Any], types: Mapping[str, pa.DataType]
) -> pa.Table:
    """The rows of a query as one column for each of `types`, in their order; null where SQL says null.

    A double is written by PostgreSQL and read here without loss.
    """
    import pyarrow as pa  # noqa: PLC0415  # a fifth of a second, for those who come this way alone
    from pyarrow import csv  # noqa: PLC0415  # as above

    placed = str(text(query.rstrip().rstrip(";")).compile(dialect=connection.dialect))
    rows = io.BytesIO()
    with psycopg_connection(connection).cursor() as cursor:
        cursor.copy_expert(f"copy ({cursor.mogrify(placed, values).decode()}) to stdout (format csv)", rows)
    if not rows.tell():  # the reader of CSV takes nothing at all for an error
        return pa.schema(list(types.items())).empty_table()
    rows.seek(0)
    return csv.read_csv(
        rows,
        read_options=csv.ReadOptions(column_names=list(types), use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(types), null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )


def copy_in(connection: Connection, table: str, rows: pa.Table) -> None:
    """Add rows to a table whose columns have these names; what CSV has no word for, a list, comes as PostgreSQL's text.

    The table's name is part of the command as it is.
    """
    from pyarrow import csv  # noqa: PLC0415  # a fifth of a second, as above

    written = io.BytesIO()
    csv.write_csv(rows, written, csv.WriteOptions(include_header=False))  # texts in quotes, null without
    written.seek(0)
    with psycopg_connection(connection).cursor() as cursor:
        columns = ", ".join(rows.column_names)
        cursor.copy_expert(f"copy {table} ({columns}) from stdin (format csv, encoding 'UTF8')", written)
