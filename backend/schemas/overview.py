"""The first page."""

from datetime import date, datetime

from backend.schemas.base import Answer, ShopTime


class Month(Answer):
    """Revenue of product lines after returns, and orders, of one calendar month."""

    month: date
    revenue: float
    orders: int
    customers: int
    new_customers: int
    days: int
    days_with_data: int
    partial: bool


class AtRisk(Answer):
    customers: int
    monetary: float
    share: float


class GridCell(Answer):
    r: int
    fm: int
    customers: int
    monetary: float
    segment: str


class CellTotal(Answer):
    customers: int
    monetary: float


class RecencyBounds(Answer):
    r: int
    min_recency: int
    max_recency: int


class Overview(Answer):
    """The figures of the first page."""

    run_id: int
    as_of: ShopTime
    finished_at: datetime
    sample: bool
    shop_name: str
    currency: str
    data_from: ShopTime
    data_to: ShopTime
    lines_kept: int
    customers: int
    repeat_customers: int
    repeat_rate: float
    new_customers_this_month: int
    at_risk: AtRisk
    expected_buyers: float | None
    horizon_days: int | None
    months: list[Month]
    grid: list[GridCell]
    new_customers: CellTotal
    recency_bounds: list[RecencyBounds]
