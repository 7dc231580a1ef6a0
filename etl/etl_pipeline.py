"""Score and segment the loaded customers: `python etl/etl_pipeline.py`.

The run is left 'scored'; `python ml/ml_model.py` adds the predictions and publishes it.
"""

import argparse
import hashlib
import json
from datetime import date, datetime, time
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.building import build_partition
from db.engine import make_engine
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.queries import read_sql
from db.rfm import OF_ALL_ORDERS, totals_as_of
from db.runs import Run, begin_run, clean_up, newest_run, runs_since_served
from db.settings import Settings, load_settings, run_script, stop
from etl.rfm import make_rfm, segment_customers

QUERIES = (
    "db/sql/customer_totals",
    "db/sql/rfm_as_of",
    "etl/sql/segment_customers",
    "db/sql/segmented",
    "etl/sql/run_totals",
    "etl/sql/revenue_by_month",
)


class ETLPipeline:
    """One run of the scores: `calculate_rfm()`, then `segment_customers()`, in one transaction of `run()`."""

    def __init__(self, engine: Engine, settings: Settings, as_of: datetime | None = None) -> None:
        self.engine = engine
        self.settings = settings
        self.as_of = as_of
        self.totals = totals_as_of()

    def inputs(self, connection: Connection) -> dict[str, Any]:
        """What the scores depend on: the loads, the rules, the settings and the SQL of this code."""
        found: dict[str, Any] = connection.execute(text(read_sql("etl/sql/run_inputs"))).scalar_one()
        code = hashlib.sha256("".join(map(read_sql, QUERIES)).encode()).hexdigest()
        shop = [self.settings.shop_name, self.settings.currency]
        return {**found, "as_of": self.as_of and self.as_of.isoformat(), "sql_sha256": code, "shop": shop}

    def run(self, *, force: bool = False) -> Run | None:
        """Score everybody; None when the newest run already stands on the same inputs."""
        clean_up(self.engine, self.settings.keep_runs)
        with self.engine.begin() as connection:
            inputs = self.inputs(connection)
            if self.is_current(inputs) and not force:
                return None
            run_id = self._begin(connection, inputs)
            with step("recency, frequency, monetary"):
                self.calculate_rfm(connection)
            with step("segments, with keys and indexes"):
                self.segment_customers(connection, run_id)
            with step("totals and months"):
                self._summarise(connection, run_id, self._counted_months(connection, inputs, force=force))
        return newest_run(self.engine)

    def is_current(self, inputs: dict[str, Any]) -> bool:
        """True when the run that waits for predictions stands on these inputs already; where none waits, the served
        one, or one that was served after it."""
        runs = runs_since_served(self.engine)
        waiting = [run for run in runs if run.state == "scored"]
        return any(run.inputs == inputs for run in waiting[:1] or runs)

    def calculate_rfm(self, connection: Connection) -> None:
        """Fill the temporary table `rfm`: one row per customer with an order before the as-of date."""
        if self.as_of is None:
            raise RuntimeError("the as-of date is not known yet")
        make_rfm(connection, self.as_of, self.totals)

    def segment_customers(self, connection: Connection, run_id: int) -> None:
        """Fill the run's own part of `rfm_scores` from `rfm` and the segment rules."""
        with build_partition(connection, "rfm_scores", run_id) as table:
            query = f"select :run_id as run_id, scores.* from ({segment_customers()}) as scores"
            connection.execute(text(f"insert into {table} {query}"), {"run_id": run_id})

    def _begin(self, connection: Connection, inputs: dict[str, Any]) -> int:
        data = connection.execute(text(read_sql("etl/sql/run_data"))).mappings().one_or_none()
        if data is None or not data["lines_kept"]:
            stop("there are no order lines yet. Load a file first: python etl/load_data.py FILE")
        values = dict(data)
        next_midnight = values.pop("next_midnight")
        self.as_of = self.as_of or next_midnight
        if self.as_of >= next_midnight:
            self.totals = OF_ALL_ORDERS
        days = {name: values.pop(name) for name in ("first_day", "last_day")}
        values |= connection.execute(text(read_sql("etl/sql/data_span")), days).mappings().one()
        shop = {"shop_name": self.settings.shop_name, "currency": self.settings.currency}
        return begin_run(connection, {**values, **shop, "as_of": self.as_of, "inputs": inputs})

    def _counted_months(self, connection: Connection, inputs: dict[str, Any], *, force: bool) -> dict[str, Any]:
        """Which months an earlier run has counted, and from when on they must be counted: with `force` all of them."""
        values = {"sql_sha256": inputs["sql_sha256"], "as_of": self.as_of}
        found = connection.execute(text(read_sql("etl/sql/counted_months")), values).one_or_none()
        if force or found is None:
            return {"counted": "[]", "count_from": "-infinity"}
        return {"counted": json.dumps(found.months), "count_from": found.count_from}

    def _summarise(self, connection: Connection, run_id: int, counted: dict[str, Any]) -> None:
        """Put totals and months into the run."""
        as_of = {"as_of": self.as_of}
        query = read_sql("etl/sql/run_totals").replace("{totals}", f"{self.totals} as totals")
        totals = dict(connection.execute(text(query), as_of).mappings().one())
        if not totals["customers"]:
            stop(f"no customer has an order before {self.as_of}. Choose a later --as-of date.")
        months = connection.execute(
            text(f"select jsonb_agg(to_jsonb(by_month)) from ({read_sql('etl/sql/revenue_by_month')}) as by_month"),
            as_of | counted,
        ).scalar_one()
        connection.execute(
            text(
                "update runs set state = 'scored', scored_at = clock_timestamp(), orders = :orders,"
                " customers = :customers, gross_spend = :gross_spend, net_spend = :net_spend,"
                " overview = :overview where run_id = :run_id"
            ),
            {
                **totals,
                "overview": json.dumps({"months": months}),
                "run_id": run_id,
            },
        )


def print_summary(engine: Engine, run: Run) -> None:
    query = (
        "select segments.segment, count(scores.customer_id), coalesce(sum(scores.monetary), 0)"
        f" from segments left join rfm_scores_{run.run_id} as scores on segments.segment = scores.segment"
        " group by segments.segment, segments.position order by segments.position"
    )
    with engine.connect() as connection:
        totals = connection.execute(
            text("select customers, orders, gross_spend, net_spend, currency from runs where run_id = :run_id"),
            {"run_id": run.run_id},
        ).one()
        segments = connection.execute(text(query)).all()
    print(
        f"  run {run.run_id}, as of {run.as_of:%Y-%m-%d}: {totals.customers:,} customers, {totals.orders:,} orders, "
        f"spend {totals.gross_spend:,.2f} {totals.currency}, net of returns {totals.net_spend:,.2f}"
    )
    for segment, customers, monetary in segments:
        print(f"    {segment:<20}{customers:>9,}{monetary:>18,.2f}")


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description="Score and segment customers by recency, frequency and monetary value."
    )
    parser.add_argument(
        "--as-of", type=midnight, help="score as of the beginning of this day; default: after the last day"
    )
    parser.add_argument("--force", action="store_true", help="make a new run even when nothing has changed")
    options = parser.parse_args(arguments)
    begin = perf_counter()
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    print("Scoring and segmenting customers")
    with pipeline_lock(engine):
        run = ETLPipeline(engine, settings, options.as_of).run(force=options.force)
    if run is None:
        print("  the scores are up to date, nothing to do.")
        return
    print_summary(engine, run)
    print(f"  scored in {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
