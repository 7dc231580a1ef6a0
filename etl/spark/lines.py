"""Order lines in Parquet as the view `transactions` of a Spark session: as they were exported, or raw."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.settings import stop
from etl.order_files.layouts import BY_NAME
from etl.spark.rendering import LINES, spark_sql

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

RAW = {
    "invoice_no": "text",
    "stock_code": "text",
    "description": "text",
    "quantity": "bigint",
    "invoice_date": "timestamp",
    "unit_price": "numeric(12, 3)",
    "customer_id": "text",
    "country": "text",
}
JUDGED = {
    **RAW,
    "raw_quantity": "text",
    "raw_unit_price": "text",
    "raw_invoice_date": "text",
    "line_number": "bigint",
    "reason": "text",
}
TYPED = {**LINES, "line_hash": "text", "reason": "text"}
TABLES_OF_RAW = {
    "raw_lines": RAW,
    "charge_codes": {"pattern": "text"},
    "judged_lines": JUDGED,
    "charge_stock_codes": {"stock_code": "text"},
    "lines": TYPED,
}
SPARK_TYPES = {
    "text": "string",
    "bigint": "bigint",
    "timestamp": "timestamp_ntz",
    "boolean": "boolean",
    "numeric(12, 3)": "decimal(12, 3)",
    "numeric(24, 3)": "decimal(24, 3)",
}


def open_lines(session: "SparkSession", place: str, charge_patterns: Sequence[str]) -> None:
    """Make the view `transactions` over the Parquet files of a folder or an `s3a://` prefix.

    They are the table's own columns, as `etl.spark.export_lines` writes them, or the columns of the layout `lines`.
    Ends the command with one sentence where they are neither.
    """
    from pyspark.errors import AnalysisException  # noqa: PLC0415  # an extra
    from pyspark.sql import functions  # noqa: PLC0415  # the same extra

    try:
        found = session.read.parquet(place)
    except AnalysisException as error:
        stop(f"{place}: there are no Parquet files to read ({str(error).splitlines()[0][:200]}).")
    kinds = dict(found.dtypes)
    if set(LINES) <= set(kinds):
        _as(found, {name: name for name in LINES}, LINES, place).createOrReplaceTempView("transactions")
        return
    columns = _columns_of_layout(list(kinds), place)
    _as(found, columns, RAW, place).createOrReplaceTempView("raw_lines")
    patterns = functions.explode(functions.array(*map(functions.lit, charge_patterns)))
    session.range(1).select(patterns.alias("pattern")).createOrReplaceTempView("charge_codes")
    for view in ("judged_lines", "charge_stock_codes"):
        session.sql(spark_sql(f"etl/spark/sql/{view}", TABLES_OF_RAW)).createOrReplaceTempView(view)
    typed = spark_sql("etl/sql/lines", TABLES_OF_RAW).replace("incoming.", "")
    session.sql(typed, args={"load_id": 0, "file_number": 1}).createOrReplaceTempView("lines")
    session.sql(spark_sql("etl/spark/sql/kept_lines", TABLES_OF_RAW)).createOrReplaceTempView("transactions")


def _columns_of_layout(names: Sequence[str], place: str) -> dict[str, str]:
    """The file's name of each column of RAW."""
    bare = {"".join(sign for sign in name.lower() if sign.isalnum()): name for name in names}
    layout = BY_NAME["lines"]
    columns = {}
    for field in RAW:
        alias = next((alias for alias in layout.aliases[field] if alias in bare), None)
        if alias:
            columns[field] = bare[alias]
        elif field in layout.required:
            stop(
                f"{place}: no column is the {field.replace('_', ' ')}; it has {', '.join(names)}. "
                "Write the loaded lines anew: python -m etl.spark.export_lines FOLDER"
            )
    return columns


def _as(found: "DataFrame", columns: dict[str, str], types: dict[str, str], place: str) -> "DataFrame":
    """The columns under our names and with our types."""
    from pyspark.sql import functions  # noqa: PLC0415  # an extra

    kinds = dict(found.dtypes)
    selected = []
    for field, kind in types.items():
        name = columns.get(field)
        column = functions.col(f"`{name}`") if name else functions.lit(None)
        if name and kind == "timestamp" and kinds[name] not in ("timestamp_ntz", "string"):
            stop(
                f"{place}: the column {name} holds instants ({kinds[name]}), and the shop's own times are needed: "
                "write it as a timestamp without a zone."
            )
        if name and kinds[name] == "double" and kind == "text":
            column = column.cast("decimal(20, 0)")  # 17850.0 is the number 17850
        selected.append(column.cast(SPARK_TYPES[kind]).alias(field))
    return found.select(*selected)
