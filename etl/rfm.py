"""The temporary table `rfm`, from which scores of a run and of each month end are segmented."""

from datetime import datetime

from sqlalchemy import Connection, text

from db.queries import read_sql


def make_rfm(connection: Connection, as_of: datetime) -> None:
    """Fill `rfm` for this transaction: one row per customer with an order before `as_of`."""
    connection.execute(text("drop table if exists pg_temp.rfm"))
    connection.execute(
        text(f"create temporary table rfm on commit drop as {read_sql('db/sql/rfm_as_of')}"), {"as_of": as_of}
    )
    connection.execute(text("analyze rfm"))
