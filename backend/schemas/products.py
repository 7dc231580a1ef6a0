"""Products: what sells, what goes together, what to offer next."""

from datetime import date
from typing import Literal

from pydantic import Field

from backend.schemas.base import Answer, Cursor, Query, Text

HEARD_OF = "Of those who took the first product in an order, how many took the second one in the same order."


class ProductListQuery(Query):
    """Order and page of the list of products."""

    sort: Literal["-monetary", "-pieces", "-offered_to"] = Field("-monetary", description="The largest first.")
    q: Text | None = Field(None, description="Part of a stock code or description.")
    limit: int = Field(50, ge=1, le=500, description="At most so many products.")
    cursor: Cursor | None = Field(None, description="`next_cursor` of the page before.")


class Product(Answer):
    """One product."""

    stock_code: str
    description: str | None
    monetary: float = Field(description="Revenue after returns, of all lines, those without a customer too.")
    monetary_share: float | None = Field(description="Of the revenue of all products.")
    pieces: int
    offered_to: int = Field(description="Customers to whom it is the first thing to offer.")


class ProductPage(Answer):
    """One page of the products that are no charge."""

    run_id: int
    currency: str
    total: int
    total_monetary: float
    next_cursor: str | None
    items: list[Product]


class ProductMonth(Answer):
    month: date
    pieces: int
    revenue: float
    orders: int
    customers: int
    partial: bool


class Companion(Answer):
    """A product that is bought together with another one."""

    stock_code: str
    description: str | None
    orders_together: int
    support: float = Field(description="The share of all orders looked at that hold both.")
    confidence: float = Field(description=HEARD_OF)
    lift: float = Field(description="How many times oftener than if they had nothing to do with each other.")


class ProductDetails(Answer):
    """One product: how it sold month by month, and what goes with it."""

    run_id: int
    currency: str
    stock_code: str
    description: str | None
    is_charge: bool
    monetary: float
    pieces: int
    offered_to: int
    note: str | None = Field(description="Why nothing is known to go with it, or why that is older than the run.")
    months: list[ProductMonth]
    bought_with: list[Companion]


class AffinityQuery(Query):
    """In which order, and how many."""

    sort: Literal["-lift", "-confidence", "-orders_together"] = Field("-lift", description="The largest first.")
    limit: int = Field(50, ge=1, le=500, description="At most so many pairs.")


class Pair(Answer):
    """Two products that are bought together, in the direction that holds more often."""

    stock_code: str
    description: str | None
    with_stock_code: str
    with_description: str | None
    orders_together: int
    support: float
    confidence: float = Field(description=HEARD_OF)
    lift: float


class Affinity(Answer):
    """What is bought together."""

    run_id: int
    note: str | None
    orders: int | None = Field(description="Orders that there are.")
    orders_looked_at: int | None = Field(description="Orders of 2 to 100 products that were looked at.")
    items: list[Pair]


class NextProduct(Answer):
    place: int
    stock_code: str
    description: str | None
    because_of: str
    because_of_description: str | None
    confidence: float = Field(description=HEARD_OF)


class NextProducts(Answer):
    """What to offer one customer next: what goes with their latest products and they have never bought."""

    run_id: int
    customer_id: str
    note: str | None
    items: list[NextProduct]
