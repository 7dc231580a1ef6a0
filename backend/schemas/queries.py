"""The SQL behind the figures."""

from typing import Literal

from pydantic import Field

from backend.schemas.base import Answer
from backend.served_queries import RunBy

RUN_BY = "'server': asked when the figure is wanted; 'pipeline': made the tables that the others read."
LAST_ROWS = "Of the last time that this server asked it; null: not since it started, or it was given up."
LAST_DURATION = "Of the last time that this server asked it, to its last row; null: not since it started."


class QueryRow(Answer):
    """One query in short."""

    name: str
    grain: str = Field(description="What one row of its result is.")
    file: str = Field(description="Where the text stands in the source.")
    run_by: RunBy = Field(description=RUN_BY)
    last_duration_ms: float | None = Field(description=LAST_DURATION)
    last_rows: int | None = Field(description=LAST_ROWS)


class QueryList(Answer):
    """The queries behind the figures, by name."""

    items: list[QueryRow]


class QueryParameter(Answer):
    """What a query takes."""

    name: str
    kind: Literal["value", "part"] = Field(description="'value': bound as :name; 'part': SQL that the code puts in.")
    description: str
    value: str | int | None = Field(description="That of the served run, where it is the run's; else null.")


class QueryText(QueryRow):
    """One query with its text."""

    sql: str
    parameters: list[QueryParameter]
