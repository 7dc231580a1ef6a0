"""The run that is served."""

from datetime import datetime

from backend.schemas.base import Answer


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
    as_of: datetime
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
    data_from: datetime
    data_to: datetime
    started_at: datetime
    finished_at: datetime
    model_note: str | None
    loads: list[Load]
