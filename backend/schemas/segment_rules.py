"""The rules behind the grid of segments, and what other rules would change."""

from typing import Annotated

from pydantic import Field

from backend.schemas.base import Answer, Body, Score, Strict, Text

Days = Annotated[int, Field(ge=0, le=3650)]


class CellRule(Answer):
    """A cell of the grid makes this segment."""

    r: Score = Field(description="Recency score, 5 the most recent.")
    fm: Score = Field(description="Mean of the frequency and monetary scores, rounded up.")
    segment: str


class DefaultRules(Answer):
    """The rules of a new shop."""

    cells: list[CellRule]
    new_customer_days: int


class Rules(Answer):
    """The rules by which the served run's customers are segmented."""

    run_id: int
    cells: list[CellRule] = Field(description="All 25 cells, R 5 first.")
    new_customer_segment: str = Field(description="The segment of who has one, recent order; it goes before the grid.")
    new_customer_days: int = Field(description="Recent is: at most so many days ago.")
    is_default: bool
    default: DefaultRules
    segments: list[str] = Field(description="The segments that a cell may make, in the order of engagement.")


class WantedCell(Strict):
    """The segment that a cell is to make."""

    r: Score
    fm: Score
    segment: Text


class WantedRules(Body):
    """Other rules, and the run whose rules they were before."""

    run_id: int = Field(
        ge=1, le=2**62, description="The run that the edit began from: 409 when another is served by now."
    )
    cells: list[WantedCell] = Field(min_length=1, max_length=25, description="All 25 cells, each once.")
    new_customer_days: Days = Field(description="0: the grid is for everybody.")


class RulesFlow(Answer):
    """Customers who would go from one segment to another."""

    from_segment: str
    to_segment: str
    customers: int
    monetary: float


class SegmentSize(Answer):
    """A segment by the rules of now and by the others."""

    segment: str
    customers_before: int
    customers_after: int
    monetary_before: float
    monetary_after: float


class RulesPreview(Answer):
    """What other rules would change."""

    run_id: int
    currency: str
    customers: int
    moved: int
    segments: list[SegmentSize] = Field(description="In the order of engagement.")
    flows: list[RulesFlow] = Field(description="Those who would move, the most first.")


class RulesChange(Answer):
    """The job that publishes the run by the new rules; GET /api/jobs/{job_id} tells how it stands."""

    job_id: int
    has_worker: bool = Field(description="false: nobody takes jobs from the queue at the moment.")
