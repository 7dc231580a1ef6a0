"""Jobs of the queue, and the loader's report of a file."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from backend.schemas.base import Answer, ShopTime

Needs = Literal["columns", "date_order", "decimal", "encoding", "quote"]


class FileColumn(Answer):
    """A column of the file, and which of our fields it is."""

    column: str
    field: str | None


class FirstLine(Answer):
    """A line of the file as it would be kept; null where a value cannot be read."""

    invoice_no: str | None
    stock_code: str | None
    description: str | None
    quantity: float | None
    invoice_date: ShopTime | None
    unit_price: float | None
    customer_id: str | None
    country: str | None


class FileReport(Answer):
    """How a file is read; a workbook has one for each sheet."""

    name: str
    format: Literal["text", "workbook", "Parquet"]
    encoding: str | None
    separator: str | None
    quote: str | None
    sheet: str | None
    layout: str
    columns: list[FileColumn]
    lines: int | None = Field(description="null where it was refused before all of it was read.")
    decimal: Literal["point", "comma"] | None
    date_order: Literal["day-first", "month-first", "year-first"] | None
    first_lines: list[FirstLine] = Field(description="Of a check: at most five.")


class LoadResult(Answer):
    """What comes of the file: lines_in = lines_kept + lines_known + the ledger's."""

    load_id: int | None = Field(description="null for a check, which loads nothing.")
    mode: Literal["add", "replace-period", "replace-all"] = Field(
        description="replace-all also where demo data, or nothing, was there before."
    )
    lines_in: int
    lines_kept: int
    lines_known: int = Field(description="There already, by their content.")
    lines_gone: int = Field(description="Of before, taken away by replace-period.")
    ledger: dict[str, int] = Field(description="Lines left out, by reason.")


class Refusal(Answer):
    """Why the file is refused, and which word of the user would settle it."""

    problem: str
    needs: Needs | None
    header: list[str] = Field(description="The file's columns, where those are what is not understood.")


class LoadReport(Answer):
    """What the loader tells of a file."""

    files: list[FileReport]
    result: LoadResult | None
    refused: Refusal | None


class Job(Answer):
    """A job of the queue: how it stands and where its work is."""

    job_id: int
    job: Literal["pipeline", "check", "inbox", "import", "roll-back", "erase", "segment-rules"]
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    jobs_before: int = Field(description="Jobs that stand before it in the queue.")
    script: str | None
    script_number: int | None
    scripts: int | None
    step: str | None = Field(description="What its script is doing.")
    output: str | None = Field(description="The last lines that its scripts printed.")
    problem: str | None
    started_at: datetime | None
    updated_at: datetime | None
    report: LoadReport | None
