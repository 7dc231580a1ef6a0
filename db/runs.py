"""Runs and publishing: scores and predictions are built aside and become visible together, by one pointer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.customer_list import build_list, forget_lists
from db.lock_timeout import in_short_transaction
from db.pending import publish_waiting

PARTITIONED = ("rfm_scores", "predictions", "customer_list")


@dataclass(frozen=True)
class Run:
    """A run: its number, state ('running', 'scored', 'published', 'failed') and as-of date."""

    run_id: int
    state: str
    as_of: datetime
    inputs: dict[str, Any]
    model_id: int | None


def _runs(connection: Connection, condition: str) -> list[Run]:
    query = f"select run_id, state, as_of, inputs, model_id from runs where {condition} order by run_id desc"
    return [Run(*row) for row in connection.execute(text(query)).all()]


def published_run(engine: Engine) -> Run | None:
    """The run that is served now."""
    with engine.connect() as connection:
        runs = _runs(connection, "run_id = (select run_id from published)")
    return runs[0] if runs else None


def runs_since_served(engine: Engine) -> list[Run]:
    """The runs that have scores, from the served one on, the newest first."""
    with engine.connect() as connection:
        return _runs(
            connection,
            "state in ('scored', 'published') and run_id >= coalesce((select run_id from published), 0)",
        )


def newest_run(engine: Engine) -> Run | None:
    """The newest run that has scores, whether served or not yet."""
    return next(iter(runs_since_served(engine)), None)


def run_to_predict(engine: Engine) -> Run | None:
    """The scored run that still lacks predictions and publishing; None when all is up to date."""
    run = newest_run(engine)
    return run if run and run.state == "scored" else None


def begin_run(connection: Connection, values: dict[str, Any]) -> int:
    """A new run in state 'running'; `values` are columns of the table runs."""
    encoded = {name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in values.items()}
    columns = ", ".join(encoded)
    places = ", ".join(f":{name}" for name in encoded)
    query = f"insert into runs ({columns}) values ({places}) returning run_id"
    run_id: int = connection.execute(text(query), encoded).scalar_one()
    return run_id


def publish(engine: Engine, run_id: int, also: Callable[[Connection], None] | None = None) -> None:
    """Build the run's list of customers; then attach it with the scores and predictions, let the order lines behind
    them take the old ones' place, and move the pointer: all this, and what is to be done `also`, in one short
    transaction."""
    with engine.begin() as connection:
        build_list(connection, run_id)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Marks the pages as visible to all: what an index answers needs no look at the rows.
        connection.execute(text(f"vacuum customer_list_{run_id}"))

    def switch(connection: Connection) -> None:
        for table in PARTITIONED:
            connection.execute(text(f"alter table {table} attach partition {table}_{run_id} for values in ({run_id})"))
        if stands_on_newest_load(connection, run_id):
            publish_waiting(connection)
        if also:
            also(connection)
        connection.execute(
            text("update runs set state = 'published', finished_at = clock_timestamp() where run_id = :run_id"),
            {"run_id": run_id},
        )
        connection.execute(
            text(
                "insert into published (run_id) values (:run_id) on conflict (only_row) do update"
                " set run_id = excluded.run_id, published_at = clock_timestamp()"
            ),
            {"run_id": run_id},
        )

    in_short_transaction(engine, switch)


def stands_on_newest_load(connection: Connection, run_id: int) -> bool:
    """False when lines were loaded after the run was scored."""
    query = (
        "select coalesce((inputs -> 'loads' ->> 0)::bigint ="
        " (select max(load_id) from loads where changed_from is not null), false) from runs where run_id = :run_id"
    )
    newest: bool = connection.execute(text(query), {"run_id": run_id}).scalar_one()
    return newest


def clean_up(engine: Engine, keep: int) -> None:
    """Drop what broken runs left, and all but the newest `keep` published runs; called under the pipeline lock."""
    with engine.begin() as connection:
        connection.execute(text("drop schema if exists incoming cascade"))
        connection.execute(
            text("update runs set state = 'failed', finished_at = clock_timestamp() where state = 'running'")
        )
        # A scored run that a later one has overtaken will never be published.
        connection.execute(
            text(
                "update runs set state = 'failed' where state = 'scored'"
                " and run_id < (select max(run_id) from runs where state in ('scored', 'published'))"
            )
        )
        kept = set(
            connection.execute(
                text(
                    "(select run_id from runs where state = 'scored')"
                    " union (select run_id from published)"
                    " union (select run_id from runs where state = 'published' order by run_id desc limit :keep)"
                ),
                {"keep": keep},
            ).scalars()
        )
        found = connection.execute(
            text(
                "select relname::text, relispartition, coalesce(inhdetachpending, false)"
                " from pg_class left join pg_inherits on inhrelid = oid"
                " where relkind = 'r' and relnamespace = 'public'::regnamespace"
                " and relname ~ :ours"
            ),
            {"ours": f"^({'|'.join(PARTITIONED)})_[0-9]+$"},
        ).all()
    gone = [row for row in found if int(row[0].rsplit("_", 1)[1]) not in kept]
    gone.sort(key=lambda row: not row[2])  # a table has at most one pending, and detaches no other before it
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name, attached, pending in gone:
            if attached:
                parent = name.rsplit("_", 1)[0]
                how = "finalize" if pending else "concurrently"  # a kill while a reader held it up leaves it pending
                connection.execute(text(f"alter table {parent} detach partition {name} {how}"))
            connection.execute(text(f"drop table {name}"))
        forget_lists(connection, kept)  # last: while a list is there, its sums are
