"""Reads the .sql files: one question each, so that every figure has one definition."""

from functools import cache

from db.settings import ROOT


@cache
def read_sql(name: str) -> str:
    """The text of a query, named by its path from the top without the ending, as in `etl/sql/orders`."""
    return (ROOT / f"{name}.sql").read_text(encoding="utf-8")
