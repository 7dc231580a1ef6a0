"""The run that is served, and those before it."""

from datetime import datetime

from pydantic import Field

from backend.schemas.base import Answer, ShopTime


class Load(Answer):
    load_id: int
    source: str
    content_sha256: str
    lines_in: int
    lines_kept: int


class CurrentRun(Answer):
    """The run that is served and the data it stands on."""

    run_id: int
    state: str
    as_of: ShopTime
    shop_name: str
    currency: str
    sample: bool
    source: str
    lines_in: int
    lines_kept: int
    ledger: dict[str, int]
    orders: int
    customers: int
    gross_spend: float
    net_spend: float
    data_from: ShopTime
    data_to: ShopTime
    started_at: datetime
    finished_at: datetime
    model_note: str | None
    loads: list[Load]


class PublishedRun(Answer):
    """A run that was published."""

    run_id: int
    as_of: ShopTime
    finished_at: datetime
    source: str
    sample: bool
    lines_in: int
    lines_kept: int
    orders: int | None
    customers: int | None
    is_served: bool
    is_kept: bool = Field(description="Its scores are there still, so it can be served again.")


class Runs(Answer):
    """The published runs, the newest first."""

    has_worker: bool = Field(description="A worker takes the jobs; without one they wait (make worker).")
    items: list[PublishedRun]
