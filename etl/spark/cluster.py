"""A session on a Spark cluster, set up so that it counts as PostgreSQL does."""

import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from db.settings import stop

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA_IS_MISSING = (
    "Spark needs Java 17 or newer, and there is none on this machine. "
    "Install it (on Debian or Ubuntu: apt-get install openjdk-17-jre-headless), or set JAVA_HOME."
)
SETTINGS = {
    # All times are the shop's own, without a zone; no machine's zone may move them.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # What does not fit its type is an error, as in PostgreSQL, and no null.
    "spark.sql.ansi.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


def has_java(environment: Mapping[str, str]) -> bool:
    """True when Spark would find a Java."""
    home = environment.get("JAVA_HOME")
    return shutil.which(f"{home}/bin/java" if home else "java") is not None


@contextmanager
def on_cluster(master: str | None, settings: Mapping[str, str]) -> Iterator["SparkSession"]:
    """A session on `master`; without one on the cluster that spark-submit names, else on this machine.

    Ends the command with one sentence where PySpark or the cluster is missing, or the cluster gives up.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415  # an extra, and a large one
        from pyspark.errors import PySparkException  # noqa: PLC0415  # the same extra
        from pyspark.sql import SparkSession  # noqa: PLC0415  # the same extra
    except ModuleNotFoundError:
        stop("PySpark is not installed. Install the extra: infra/setup.sh spark")
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # which takes no part here
    settings = {**settings, **SETTINGS}
    if master and (master.startswith("local") or "//127.0.0.1" in master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
    try:
        builder = SparkSession.builder.appName("sales-dashboard scores")
        if master:
            builder = builder.master(master)
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield session
        finally:
            session.stop()
    except (Py4JError, PySparkException) as error:
        reason = next((line for line in str(error).splitlines() if "Exception" in line), str(error).splitlines()[0])
        stop(f"Spark gave up ({reason.strip()[:300]}). Nothing was changed.")
