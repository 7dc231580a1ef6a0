"""Campaigns: the plan, and what became of those that began."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.schemas.base import Answer, Body, Count, Label, Money, Query, Share, Strict


class Terms(Strict):
    """On which terms customers are written to. How much more they spend is not known before it was measured."""

    margin: Share = Field(0.3, description="Profit per unit of net spend.")
    cost: Money = Field(1.0, ge=0, description="Cost of writing to one customer.")
    effect: Share = Field(0.1, description="By which share those written to spend more. An assumption until measured.")
    hold_out: float = Field(0.1, ge=0, le=0.5, description="Share of the chosen who are not written to.")
    budget: Money | None = Field(None, ge=0, description="The most that all letters may cost; none: no limit.")
    capacity: Count | None = Field(None, description="The most letters that can be written; none: no limit.")


class PlanQuery(Terms, Query):
    """The terms, and how many customers; by default as many as bring most."""

    customers: Count | None = Field(None, description="How many to choose; none: as many as bring most.")


class FirstQuery(Query):
    """How many of the first customers."""

    limit: Annotated[int, Field(ge=1, le=500, description="At most so many customers.")] = 10


class CampaignBody(Terms, Body):
    """A campaign to begin: its name, its terms, and how many customers, the held-out ones among them."""

    name: Label
    customers: Annotated[int, Field(ge=2, le=2_000_000_000)]
    starts_on: date | None = Field(
        None, description="First day of its 30 days: by default the day after the data, at most a year later."
    )


class PlanPoint(Answer):
    """So many customers chosen: letters to those not held out, and what they are expected to bring."""

    customers: int
    letters: int
    buyers: float = Field(description="Expected to order in the window, with or without a letter.")
    spend: float = Field(description="Expected net spend in the window, with or without a letter.")
    profit: float = Field(description="What the letters add, less their cost.")
    profit_low: float | None
    profit_high: float | None


class BreakEven(Answer):
    """Where the chosen letters bring neither profit nor loss; None where nothing can make it so."""

    effect: float | None
    cost: float | None
    margin: float | None


class PlanChange(Answer):
    """The best choice on other terms."""

    change: str
    customers: int
    letters: int
    profit: float


class PastPromise(Answer):
    """What the same plan promised for the newest month that is over, from the months before it, and what came."""

    month: date
    customers: int
    letters: int
    promised_profit: float
    promised_low: float | None
    promised_high: float | None
    profit: float = Field(description="By the spend that came, on the same terms.")
    promised_spend: float
    spend: float
    promised_buyers: float
    buyers: int


class MeasuredEffect(Answer):
    """The effect that a campaign had, with its 95% interval; where that holds 0, chance alone may have made it."""

    campaign_id: int
    name: str
    effect: float
    low: float
    high: float


class CampaignPlan(Answer):
    """How many customers to write to, and what it brings."""

    run_id: int
    currency: str
    note: str | None = Field(description="Why there is no plan, when there is none.")
    ranking: str | None
    horizon_days: int | None
    months: int = Field(description="Past months that the figures stand on.")
    measured: MeasuredEffect | None = Field(description="By the newest campaign that is over and had a hold-out.")
    best: PlanPoint | None
    chosen: PlanPoint | None
    break_even: BreakEven | None
    smallest_effect_seen: float | None = Field(description="Smaller ones will hardly stand out from chance.")
    changes: list[PlanChange]
    curve: list[PlanPoint]
    past: PastPromise | None


class PlanCustomer(Answer):
    """A customer at their place in the plan's order."""

    place: int
    customer_id: str
    segment: str
    recency: int
    monetary: float
    purchase_probability: float | None
    rank_value: float | None = Field(description="What the order goes by, the greatest first.")


class PlanCustomers(Answer):
    """The first customers of the plan; none where there is no plan."""

    run_id: int
    currency: str
    ranking: str | None
    items: list[PlanCustomer]


class CampaignGroup(Answer):
    """What one group of a campaign did in its window."""

    customers: int
    buyers: int
    spend: float
    spend_each: float
    share_buying: float


class CampaignResult(Answer):
    """Those written to against those held out, each difference with its 95% interval (normal approximation)."""

    written: CampaignGroup
    held_out: CampaignGroup
    more_buying: float | None
    more_buying_interval: list[float] | None
    more_spend_each: float | None
    more_spend_each_interval: list[float] | None
    effect: float | None = Field(description="More spend as a share of what the held-out spent.")
    effect_interval: list[float] | None
    profit: float | None
    profit_interval: list[float] | None
    verdict: str


class Campaign(Answer):
    """A campaign: its terms, its promise, and what it brought once its window is over."""

    campaign_id: int
    name: str
    run_id: int
    ranking: str
    starts_on: date
    ends_before: date
    horizon_days: int
    margin: float
    cost: float
    effect: float
    letters: int
    held_out: int
    promised_profit: float
    promised_low: float | None
    promised_high: float | None
    created_at: datetime
    is_over: bool
    result: CampaignResult | None


class Campaigns(Answer):
    """All campaigns, the newest first."""

    items: list[Campaign]
