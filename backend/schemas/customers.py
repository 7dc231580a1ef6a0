"""The list of customers and one customer."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, WithJsonSchema

from backend.schemas.base import NO_NUL, Answer, Count, Cursor, Many, Money, Query, Score, Share, ShopTime, Strict, Text

SortColumn = Literal[
    "customer_id",
    "country",
    "segment",
    "recency",
    "frequency",
    "monetary",
    "r_score",
    "f_score",
    "m_score",
    "first_order_at",
    "last_order_at",
    "average_order_value",
    "typical_gap_days",
    "purchase_probability",
    "expected_value",
]
# The answer to another name says which columns there are.
Sort = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": f"^-?({'|'.join(get_args(SortColumn))})$", "default": "-monetary"}),
]
GridCellName = Annotated[str, Field(pattern=r"^[1-5]-[1-5]$", examples=["5-4"])]


class CustomerFilters(Strict):
    """Which customers; several values of one filter mean any of them, several filters mean all of them."""

    segment: Annotated[list[Text] | None, Many] = Field(None, description="In one of these segments.")
    country: Annotated[list[Text] | None, Many] = Field(None, description="From one of these countries.")
    r_score: Annotated[list[Score] | None, Many] = Field(None, description="Recency score; 5 is the most recent fifth.")
    f_score: Annotated[list[Score] | None, Many] = Field(None, description="Frequency score; 5 is the highest fifth.")
    m_score: Annotated[list[Score] | None, Many] = Field(None, description="Monetary score; 5 is the highest fifth.")
    fm_score: Annotated[list[Score] | None, Many] = Field(
        None, description="Mean of the frequency and monetary scores, rounded: the rows of the grid."
    )
    cell: Annotated[list[GridCellName] | None, Many] = Field(
        None,
        description="In one of these cells of the grid: recency score, then FM, as `5-4`. New Customers, who stand"
        " outside the grid, are in none.",
    )
    min_monetary: Money | None = Field(None, description="Net spend of so much or more.")
    max_monetary: Money | None = Field(None, description="Net spend of so much or less.")
    min_recency: Count | None = Field(None, description="So many days or more since the last order.")
    max_recency: Count | None = Field(None, description="So many days or fewer since the last order.")
    min_frequency: Count | None = Field(None, description="So many orders or more.")
    max_frequency: Count | None = Field(None, description="So many orders or fewer.")
    min_probability: Share | None = Field(None, description="A purchase probability of so much or more.")
    max_probability: Share | None = Field(None, description="A purchase probability of so much or less.")
    q: str | None = Field(
        None, max_length=100, pattern=NO_NUL, description="The beginning of a customer id, or part of a country."
    )


class CustomerCountQuery(CustomerFilters, Query):
    """The list's filters."""


class CustomerOrderQuery(CustomerFilters, Query):
    """The list's filters and order."""

    sort: Sort = Field("-monetary", max_length=100, description="A column; `-` before it means descending.")


class CustomerListQuery(CustomerOrderQuery):
    """The list's filters, order and page."""

    limit: int = Field(50, ge=1, le=500, description="At most so many customers.")
    cursor: Cursor | None = Field(
        None, description="`next_cursor` of the page before, or `previous_cursor` of the page after."
    )
    from_value: Text | None = Field(
        None,
        description="Begin at the first customer whose value of the sorted column is this or comes after it: `500`,"
        " `2011-12-09`, `Germany`.",
    )
    from_row: int | None = Field(None, ge=1, le=2_000_000_000, description="Begin at this row; the first one is 1.")


class Customer(Answer):
    """One customer's scores and prediction."""

    customer_id: str
    country: str | None
    segment: str
    recency: int
    frequency: int
    monetary: float
    r_score: int
    f_score: int
    m_score: int
    first_order_at: ShopTime
    last_order_at: ShopTime
    average_order_value: float
    typical_gap_days: float | None
    purchase_probability: float | None
    expected_value: float | None


class CustomerPage(Answer):
    """One page of the list of customers."""

    run_id: int
    currency: str
    total: int
    total_is_exact: bool
    first_row: int | None = Field(
        description="The row of the first customer here, where the list begins with this page; null where that is not"
        " soon known."
    )
    previous_cursor: str | None
    next_cursor: str | None
    items: list[Customer]


class CustomerCount(Answer):
    """How many customers match."""

    run_id: int
    total: int


class Neighbours(Answer):
    """Who stands beside a customer in the list."""

    run_id: int
    customer_id: str
    row: int | None = Field(description="The customer's own row; null where that is not soon known, or none is theirs.")
    previous: str | None
    next: str | None


class CountryCount(Answer):
    country: str | None
    customers: int


class Bin(Answer):
    from_: float = Field(alias="from")
    to: float
    customers: int


class Histogram(Answer):
    min: float
    max: float
    bins: list[Bin]


class Facets(Answer):
    """What the filters offer: countries with their customers, and the spread of each measure."""

    run_id: int
    countries: list[CountryCount]
    recency: Histogram | None
    monetary: Histogram | None
    frequency: Histogram | None
    purchase_probability: Histogram | None


class CustomerRfm(Customer):
    recency_percentile: float
    frequency_percentile: float
    monetary_percentile: float
    monetary_rank: int
    customers: int


class PredictionPart(Answer):
    """What one topic adds to the probability, or takes off, in the order in which they are added up."""

    topic: Literal["average", "cadence", "repeat", "recent", "steady", "spend", "basket", "returns", "country", "rest"]
    label: str
    share: float = Field(description="Of 1; all parts add up to the probability.")


class SegmentThen(Answer):
    """The customer's segment at one moment."""

    as_of: date = Field(description="The first day after the month. The last one is the run's own.")
    segment: str


class Prediction(Answer):
    purchase_probability: float | None
    expected_value: float | None
    expected_value_low: float | None = Field(None, description="Where its 80% interval begins.")
    expected_value_high: float | None = Field(None, description="Where its 80% interval ends.")
    probability_rank: int | None
    mean_probability: float | None
    horizon_days: int | None
    reasons: list[str]
    parts: list[PredictionPart] = Field([], description="What the probability is made of.")


class OrderLine(Answer):
    stock_code: str
    description: str | None
    quantity: int
    unit_price: float
    amount: float
    is_charge: bool


class Order(Answer):
    invoice_no: str
    ordered_at: ShopTime
    is_order: bool
    gross: float
    net: float
    pieces: int
    lines: list[OrderLine]


class BoughtProduct(Answer):
    stock_code: str
    description: str | None
    orders: int
    pieces: int
    monetary: float


class CustomerDetails(Answer):
    """All that is known about one customer."""

    run_id: int
    as_of: ShopTime
    currency: str
    customer_id: str
    country: str | None
    countries: list[str]
    rfm: CustomerRfm
    segments: list[SegmentThen] = Field(
        description="At each month end at which the customer was scored, and in this run; the oldest first."
    )
    prediction: Prediction
    orders: list[Order]
    orders_total: int
    products: list[BoughtProduct]
    products_total: int
