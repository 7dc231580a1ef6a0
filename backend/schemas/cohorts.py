"""Cohorts: who stays."""

from datetime import date

from pydantic import Field

from backend.schemas.base import Answer


class CohortMonth(Answer):
    """The customers of one month of first order, so many months later."""

    cohort: date = Field(description="The month of the first order.")
    months_since: int
    size: int = Field(description="Customers who first ordered in that month.")
    customers: int = Field(description="Of them, those who ordered in this month.")
    share: float
    revenue: float = Field(description="What they brought in this month, returns taken off.")
    partial: bool = Field(description="The month goes on after the last day with data.")


class Cohorts(Answer):
    """Every cohort month by month, the oldest cohort first."""

    run_id: int
    currency: str
    note: str | None = Field(description="Why there are none, or why they are older than the run.")
    items: list[CohortMonth]
