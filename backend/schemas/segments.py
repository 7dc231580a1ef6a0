"""Segments."""

from datetime import date

from pydantic import Field

from backend.schemas.base import Answer, Query, ShopTime


class SegmentsQuery(Query):
    """Of which run; by default the one that is served."""

    run: int | None = Field(None, ge=1, le=2**62, description="A run that is kept.")
    as_of: date | None = Field(
        None, description="The newest kept run as of this day, or a month that ended before it: its first day after."
    )


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
    """Every segment of one run or month end, in the order of engagement; at a month end nothing was expected."""

    run_id: int
    as_of: ShopTime
    currency: str
    total_customers: int
    total_monetary: float
    items: list[Segment]
