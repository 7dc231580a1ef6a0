"""Segments."""

from datetime import date, datetime

from pydantic import Field

from backend.schemas.base import Answer, Query


class SegmentsQuery(Query):
    """Of which run; by default the one that is served."""

    run: int | None = Field(None, ge=1, le=2**62)
    as_of: date | None = None


class Segment(Answer):
    """One segment's customers."""

    segment: str
    position: int
    customers: int
    share: float
    monetary: float
    monetary_share: float
    mean_recency: float | None
    mean_frequency: float | None
    mean_monetary: float | None
    median_monetary: float | None = Field(description="Where a few customers spend most, the mean is nobody's.")
    expected_buyers: float | None
    expected_value: float | None
    median_expected_value: float | None


class Segments(Answer):
    """Every segment of one run, in the order of engagement."""

    run_id: int
    as_of: datetime
    currency: str
    total_customers: int
    total_monetary: float
    items: list[Segment]
