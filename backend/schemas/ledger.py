"""The ledger: lines that were left out, with their reasons."""

from typing import Annotated

from pydantic import Field

from backend.schemas.base import Answer, Query, Text

LoadId = Annotated[int, Field(ge=1, le=2**62)]


class LedgerFilters(Query):
    """Which lines: of one reason, of one load."""

    reason: Text | None = Field(None, description="Left out for this reason, as `reasons` names it.")
    load: LoadId | None = Field(None, description="Left out of this load.")


class LedgerQuery(LedgerFilters):
    """Which lines, and which page of them."""

    limit: int = Field(100, ge=1, le=500, description="At most so many lines.")
    cursor: str | None = Field(
        None, pattern=r"^\d{1,18}-\d{1,9}-\d{1,18}$", description="`next_cursor` of the page before."
    )


class LedgerReason(Answer):
    reason: str
    lines: int


class LedgerLine(Answer):
    """A line that was left out, as it stood in its file."""

    load_id: int
    source: str
    file_number: int = Field(description="Of the load's files, from 1.")
    line_number: int
    reason: str
    raw: str


class Ledger(Answer):
    """Lines that were left out; `reasons` counts all of them, whatever reason is asked for."""

    reasons: list[LedgerReason]
    next_cursor: str | None
    items: list[LedgerLine]
