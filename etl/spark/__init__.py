"""Scores worked out by a Spark cluster from order lines in Parquet; an extra of its own (docs/spark.md)."""
