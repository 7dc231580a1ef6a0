"""The temporary table `rfm`, from which scores of a run and of each month end are segmented; and that query."""

from datetime import datetime

from sqlalchemy import Connection, text

from db.queries import read_sql
from db.rfm import rfm_as_of


def make_rfm(connection: Connection, as_of: datetime, totals: str | None = None) -> None:
    """Fill `rfm` for this transaction: one row per customer with an order before `as_of`.

    `totals` as in db.rfm.rfm_as_of.
    """
    connection.execute(text("drop table if exists pg_temp.rfm"))
    query = f"create temporary table rfm on commit drop as {rfm_as_of(totals)}"
    connection.execute(text(query), {"as_of": as_of})
    connection.execute(text("analyze rfm (customer_id, r_score, fm_score)"))


def segment_customers() -> str:
    """A query for one row per customer in `rfm`, with country and segment."""
    return read_sql("etl/sql/segment_customers").replace("{segmented}", read_sql("db/sql/segmented"))
