"""A session on a Spark cluster, set up so that it counts as PostgreSQL does."""

import shutil
from collections.abc import Mapping
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


def open_session(master: str | None, settings: Mapping[str, str]) -> "SparkSession":
    """A session on `master`, or on the cluster that started this script (spark-submit says which).

    Ends the command with one sentence where PySpark or the cluster is missing.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra, and a large one
    except ModuleNotFoundError:
        stop("PySpark is not installed. Install the extra: infra/setup.sh spark")
    builder = SparkSession.builder.appName("sales-dashboard scores")
    if master:
        builder = builder.master(master)
    for name, value in {**settings, **SETTINGS}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
