"""Order tables for tests: a few orders by hand, or a small shop with a habit to be learned."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection, text

INSERT = text(
    "insert into orders (customer_id, invoice_no, ordered_at, is_order, gross, net, pieces, products, country)"
    " values (:customer_id, :invoice_no, :ordered_at, :is_order, :gross, :net, :pieces, :products, :country)"
)


def order(
    customer_id: str, ordered_at: datetime, net: float = 10, *, country: str = "United Kingdom", products: int = 1
) -> dict[str, object]:
    """A row of the table orders: an order, or a return where `net` is below 0."""
    return {
        "customer_id": customer_id,
        "invoice_no": f"{customer_id}-{ordered_at:%Y%m%d%H%M}-{net}",
        "ordered_at": ordered_at,
        "is_order": net >= 0,
        "gross": max(net, 0),
        "net": net,
        "pieces": 1,
        "products": products,
        "country": country,
    }


def add(connection: Connection, *rows: dict[str, object]) -> None:
    connection.execute(INSERT, list(rows))


def small_shop(customers: int = 150, days: int = 330) -> list[dict[str, object]]:
    """Customers with habits from weekly to rare; the frequent ones are worth finding."""
    chance = np.random.default_rng(3)
    begin = datetime(2021, 1, 1)
    rows = []
    for number in range(customers):
        gap = int(chance.choice([10, 30, 60, 150, 400]))
        day = chance.uniform(0, 60)
        while day < days:
            when = begin + timedelta(days=int(day), hours=int(chance.integers(8, 19)))
            rows.append(order(f"c{number:03}", when, int(chance.integers(5, 200))))
            day += 1 + chance.exponential(gap)
    return rows
