"""The SQL of recency, frequency and monetary: the totals of every customer, and their scores."""

from db.queries import read_sql

ORDERS_BEFORE = "(select * from {orders} where ordered_at < :as_of)"
OF_ALL_ORDERS = "customers"  # where each load keeps the totals up to date


def customer_totals(orders: str) -> str:
    """A query for one row per customer in `orders`, a table or a subquery in brackets: the totals of their orders."""
    return read_sql("db/sql/customer_totals").replace("{orders}", orders)


def totals_as_of(orders: str = "orders") -> str:
    """The same over those of them before :as_of, in brackets, so that it can stand for a table."""
    return f"({customer_totals(ORDERS_BEFORE.format(orders=orders))})"


def rfm_as_of(totals: str | None = None) -> str:
    """A query for one row per customer with an order before :as_of: R, F, M and their scores.

    Where :as_of lies after all orders, `totals` may be OF_ALL_ORDERS: the same rows, without a look at the orders.
    """
    return read_sql("db/sql/rfm_as_of").replace("{totals}", f"{totals or totals_as_of()} as totals")
