"""Segments over time: history, movement between two moments, and who moved."""

from datetime import date

from pydantic import Field

from backend.schemas.base import Answer, Cursor, Query, ShopTime, Text

DAY_AFTER = "The first day after the month."


class SegmentAt(Answer):
    """One segment at one moment."""

    as_of: date = Field(description=f"{DAY_AFTER} The last one is the run's own.")
    segment: str
    customers: int
    share: float = Field(description="Of the customers of that moment.")
    monetary: float = Field(description="What they had spent until then, returns taken off.")


class SegmentHistory(Answer):
    """All segments at every month end and today, the oldest first, in the order of engagement."""

    run_id: int
    as_of: ShopTime
    currency: str
    note: str | None = Field(description="Why there is no history, where there is none.")
    items: list[SegmentAt]


class MovementQuery(Query):
    """From when to when; by default from the newest month end before `later` to the run that is served."""

    earlier: date | None = Field(None, description="A month end, as the first day after it.")
    later: date | None = Field(None, description="A later month end; none: the run that is served.")


class MonthEnd(Answer):
    """A moment that can be asked for."""

    as_of: date = Field(description=DAY_AFTER)
    customers: int


class Flow(Answer):
    """Customers who went from one segment to another, or stayed."""

    from_segment: str | None = Field(description="Null: had not ordered before.")
    to_segment: str | None = Field(description="Null: is not scored any more, since an order line is gone.")
    customers: int
    monetary_before: float
    monetary_after: float


class Movement(Answer):
    """Every flow between two moments, the largest first."""

    run_id: int
    currency: str
    earlier: date | None
    later: date
    note: str | None = Field(description="Why there is no movement, where there is none.")
    month_ends: list[MonthEnd] = Field(description="What can be asked for, the newest first.")
    items: list[Flow]


class MoversQuery(MovementQuery):
    """Which flow's customers."""

    to_segment: Text = Field(description="The segment afterwards.")
    from_segment: Text | None = Field(None, description="The segment before; none: those who had not ordered yet.")
    limit: int = Field(50, ge=1, le=500, description="At most so many customers.")
    cursor: Cursor | None = Field(None, description="`next_cursor` of the page before.")


class Mover(Answer):
    customer_id: str
    recency: int
    frequency: int
    monetary_before: float | None
    monetary_after: float


class Movers(Answer):
    """One page of the customers of one flow, by what they spent."""

    run_id: int
    currency: str
    earlier: date
    later: date
    next_cursor: str | None
    items: list[Mover]
