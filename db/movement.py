"""Who moved between segments: between two month ends, or from one to a run."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from db.queries import read_sql

Moment = date | int  # a month end, as the first day after it, or the number of a run that is kept


def scores_at(moment: Moment) -> str:
    """A query's source for the scores of that moment: one row per customer with segment and net spend."""
    if isinstance(moment, date):
        return f"(select * from history_scores where as_of = '{moment.isoformat()}') as scores"
    return f"(select * from rfm_scores where run_id = {moment:d}) as scores"


def movement_sql(earlier: Moment, later: Moment) -> str:
    """The text of the query behind `movement`."""
    return _between("movement", earlier, later)


def movement(connection: Connection, earlier: Moment, later: Moment) -> Sequence[Any]:
    """Customers and net spend by segment before and after; who was not scored before has no segment before."""
    return connection.execute(text(movement_sql(earlier, later))).all()


def movers(
    connection: Connection,
    moments: tuple[Moment, Moment],
    segments: tuple[str | None, str],
    after: tuple[Any, str] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Who went from one segment (None: not scored yet) to another, by net spend; `after` is the last row's key."""
    values = {
        "from_segment": segments[0],
        "to_segment": segments[1],
        "after_monetary": after[0] if after else None,
        "after_id": after[1] if after else None,
        "limit": limit,
    }
    return connection.execute(text(_between("movers", *moments)), values).all()


def _between(name: str, earlier: Moment, later: Moment) -> str:
    query = read_sql(f"db/sql/history/{name}")
    return query.replace("{earlier}", scores_at(earlier)).replace("{later}", scores_at(later))
