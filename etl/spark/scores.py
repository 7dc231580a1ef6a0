"""Score the loaded customers on a Spark cluster: `python -m etl.spark.scores --lines FOLDER` (docs/spark.md).

The cluster reads the order lines from Parquet and works out recency, frequency, monetary and their scores by the SQL
that PostgreSQL runs. Everything else is the run of `etl/etl_pipeline.py`, which leaves it 'scored'.
"""

import argparse
import io
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Row, text

from db.engine import make_engine, psycopg_connection
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.queries import read_sql
from db.rfm import rfm_as_of
from db.runs import Run
from db.settings import Settings, load_settings, run_script, stop
from etl.etl_pipeline import ETLPipeline, midnight, print_summary
from etl.spark.cluster import JAVA_IS_MISSING, has_java, on_cluster
from etl.spark.lines import open_lines
from etl.spark.rendering import RFM, spark_sql

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ORDERS_BY_DAY = "etl/spark/sql/orders_by_day"
PARTITIONS = "spark.sql.shuffle.partitions"
ORDERS_AT_A_TIME = 50_000  # by one task: Spark's 200 tasks for any size are too many for most shops
ROWS_AT_A_TIME = 200_000  # of about 120 bytes, held by the driver


class SparkPipeline(ETLPipeline):
    """A run of the scores whose recency, frequency and monetary come from a Spark session."""

    def __init__(
        self, engine: Engine, settings: Settings, session: "SparkSession", lines: str, as_of: datetime | None = None
    ) -> None:
        super().__init__(engine, settings, as_of)
        self.session = session
        self.lines = lines
        self.scores: DataFrame | None = None
        self.customers = 0

    def run(self, *, force: bool = False) -> Run | None:
        """Score everybody; None when the newest run already stands on the same inputs."""
        if not force and is_up_to_date(self.engine, self.settings, self.as_of):
            return None
        with self.engine.connect() as connection:
            as_of = self.as_of or next_midnight(connection)
            patterns = connection.execute(text("select pattern from charge_codes order by pattern")).scalars().all()
            days = connection.execute(text(read_sql(ORDERS_BY_DAY))).all()
        if self.session.sparkContext.getConf().get(PARTITIONS) is None:
            partitions = max(4, sum(day.orders for day in days) // ORDERS_AT_A_TIME)
            self.session.conf.set(PARTITIONS, str(partitions))
        # The cluster works before the run's transaction begins, which so stays short.
        open_lines(self.session, self.lines, patterns)
        with step("orders, the same as the database's"):
            orders = self.session.sql(spark_sql("etl/sql/orders")).cache()
            orders.createOrReplaceTempView("orders")
            refuse_other_lines(self.session, self.lines, days)
        with step("recency, frequency, monetary, on the cluster"):
            scores = spark_sql(RFM)
            self.scores = self.session.sql(scores, args={"as_of": as_of.isoformat(sep=" ")}).cache()
            self.customers = self.scores.count()
        return super().run(force=force)

    def calculate_rfm(self, connection: Connection) -> None:
        """Fill the temporary table `rfm` from the cluster.

        The driver copies, one partition after another, within the run's own transaction: a process on a worker could
        not see the transaction's table, and would have to leave a committed one behind. There is one row per customer,
        not per line, so one stream is enough, and a kill at any moment leaves nothing to clean.
        """
        if self.scores is None:
            raise RuntimeError("the cluster has not scored anybody yet")
        columns = self.scores.columns
        connection.execute(
            text(f"create temporary table rfm on commit drop as {rfm_as_of()} limit 0"),
            {"as_of": self.as_of},
        )
        # Spark hands a double, and PostgreSQL's own cast brings it to the digits that its own query gives.
        connection.execute(text("alter table rfm alter column typical_gap_days type double precision"))
        with psycopg_connection(connection).cursor() as cursor:
            cursor.copy_expert(
                f"copy rfm ({', '.join(columns)}) from stdin", CopyText(copy_rows(self.scores, self.customers))
            )
        connection.execute(text("alter table rfm alter column typical_gap_days type numeric"))
        connection.execute(text("analyze rfm (customer_id, r_score, fm_score)"))


def is_up_to_date(engine: Engine, settings: Settings, as_of: datetime | None) -> bool:
    """True when a run would find its scores there already, so that no cluster need be started."""
    pipeline = ETLPipeline(engine, settings, as_of)
    with engine.connect() as connection:
        return pipeline.is_current(pipeline.inputs(connection))


def next_midnight(connection: Connection) -> datetime:
    """The moment as of which a run without another date is scored."""
    data = connection.execute(text(read_sql("etl/sql/run_data"))).mappings().one_or_none()
    if data is None or data["next_midnight"] is None:
        stop("there are no order lines yet. Load a file first: python etl/load_data.py FILE")
    moment: datetime = data["next_midnight"]
    return moment


def refuse_other_lines(session: "SparkSession", place: str, days: Sequence[Row[Any]]) -> None:
    """End the command when the cluster's orders are not those of the database, told by their sums of each day."""
    here: dict[Any, tuple[Any, ...]] = {row[0]: tuple(row[1:]) for row in days}
    found = session.sql(spark_sql(ORDERS_BY_DAY)).collect()
    there: dict[Any, tuple[Any, ...]] = {row[0]: tuple(row[1:]) for row in found}
    other = [day for day in sorted(here.keys() | there.keys()) if here.get(day) != there.get(day)]
    if other:
        shown = [
            "orders {}, customers {}, gross {}, net {}".format(*of.get(other[0], (0, 0, 0, 0))) for of in (there, here)
        ]
        stop(
            f"{place}: these are not the order lines that are loaded. On {other[0]} they make {shown[0]}; "
            f"in the database it is {shown[1]}. {len(other):,} days differ. Nothing was scored. "
            "Write the loaded lines anew: python -m etl.spark.export_lines FOLDER"
        )


def copy_rows(scores: "DataFrame", customers: int) -> Iterator[bytes]:
    """The rows as COPY reads them; the driver holds one partition at a time.

    A rank over everybody leaves all rows in one partition, so they are dealt out anew.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415  # an extra

    def field(name: str) -> "f.Column":
        value = f.col(name).cast("string")
        if name == "customer_id":
            for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
                value = f.replace(value, f.lit(sign), f.lit(written))
        return f.coalesce(value, f.lit("\\N"))

    rows = scores.select(f.concat_ws("\t", *map(field, scores.columns)).alias("row"))
    partitions = 1 + customers // ROWS_AT_A_TIME
    for (row,) in rows.repartition(partitions).toLocalIterator(prefetchPartitions=True):
        yield f"{row}\n".encode()


class CopyText(io.RawIOBase):
    """Rows as a file for COPY."""

    def __init__(self, rows: Iterator[bytes]) -> None:
        self._rows = rows
        self._left = b""

    def read(self, size: int = -1, /) -> bytes:
        parts, length = [self._left], len(self._left)
        while length < size and (row := next(self._rows, None)) is not None:
            parts.append(row)
            length += len(row)
        whole = b"".join(parts)
        self._left = whole[size:]
        return whole[:size]


def _setting(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign or not name.startswith("spark."):
        raise argparse.ArgumentTypeError(f"'{given}' is not like spark.executor.memory=4g")
    return name, value


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m etl.spark.scores", description="Score and segment customers on a Spark cluster."
    )
    parser.add_argument("--lines", required=True, help="Parquet files with the order lines: a folder or s3a:// prefix")
    parser.add_argument(
        "--as-of", type=midnight, help="score as of the beginning of this day; default: after the last day"
    )
    parser.add_argument("--force", action="store_true", help="make a new run even when nothing has changed")
    parser.add_argument("--master", help="spark://host:7077 or local[4]; default: as spark-submit says, else local[*]")
    parser.add_argument("--conf", action="append", type=_setting, default=[], help="a setting of Spark, name=value")
    options = parser.parse_args(arguments)
    begin = perf_counter()
    if not has_java(os.environ):
        stop(JAVA_IS_MISSING)
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    print("Scoring and segmenting customers on Spark", flush=True)
    run = None
    with pipeline_lock(engine):
        if options.force or not is_up_to_date(engine, settings, options.as_of):
            with on_cluster(options.master, dict(options.conf)) as session:
                pipeline = SparkPipeline(engine, settings, session, options.lines, options.as_of)
                run = pipeline.run(force=options.force)
    if run is None:
        print("  the scores are up to date, nothing to do.")
        return
    print_summary(engine, run)
    print(f"  scored in {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
