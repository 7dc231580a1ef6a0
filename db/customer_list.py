"""The list of customers of one run: built aside when the run is published, for the API to read."""

from collections.abc import Collection

from sqlalchemy import Connection, text

from db.building import build_partition
from db.queries import read_sql

SUMMARIES = ("list_cells", "segment_medians")


def build_list(connection: Connection, run_id: int) -> None:
    """Fill `customer_list_<run>` from the run's scores and predictions, and sum it up; nothing reads it yet."""
    rows = read_sql("db/sql/customer_list")
    rows = rows.replace("{run_scores}", f"rfm_scores_{run_id}").replace("{run_predictions}", f"predictions_{run_id}")
    with build_partition(connection, "customer_list", run_id) as name:
        connection.execute(text(f"insert into {name} {rows}"))
    for summary in SUMMARIES:
        connection.execute(text(f"delete from {summary} where run_id = :run_id"), {"run_id": run_id})
        query = read_sql(f"db/sql/{summary}").replace("{list}", name)
        connection.execute(text(f"insert into {summary} {query}"))
    leave_out_erased(connection, name)
    connection.execute(text("analyze list_cells"))


def leave_out_erased(connection: Connection, name: str) -> None:
    """Take erased customers out of a list, or with `customer_list` out of all: totals, which come from the cells and
    the scores, still count them."""
    connection.execute(text(read_sql("db/sql/erasing/leave_lists").replace("{list}", name)))


def forget_lists(connection: Connection, kept: Collection[int]) -> None:
    """Delete what was summed up of runs that are not kept."""
    for summary in SUMMARIES:
        connection.execute(text(f"delete from {summary} where run_id <> all(:kept)"), {"kept": list(kept)})
