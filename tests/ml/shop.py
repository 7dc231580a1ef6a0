"""Order tables for tests: a few orders by hand, or a small shop with a habit to be learned."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection, text

from db.building import build_partition
from db.rfm import rfm_as_of
from db.runs import begin_run

AS_OF = datetime(2021, 11, 27)
INSERT = text(
    "insert into orders (customer_id, invoice_no, ordered_at, is_order, gross, net, pieces, products, country)"
    " values (:customer_id, :invoice_no, :ordered_at, :is_order, :gross, :net, :pieces, :products, :country)"
)

# Customers as the loader keeps them: with an order or without.
CUSTOMERS = text(
    "insert into customers (customer_id, countries, orders, gross, net, first_order_at)"
    " select customer_id, '{}', count(*) filter (where is_order), sum(gross), sum(net),"
    " min(ordered_at) filter (where is_order) from orders group by customer_id"
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
    connection.execute(text("delete from customers"))
    connection.execute(CUSTOMERS)


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


SCORED = (
    "customer_id, recency, frequency, monetary, r_score, f_score, m_score, fm_score, first_order_at, last_order_at,"
    " average_order_value, typical_gap_days"
)


def score(connection: Connection, as_of: datetime = AS_OF) -> int:
    """What the scoring pipeline leaves: a run in state 'scored' and its partition."""
    run_id = begin_run(
        connection,
        {
            "as_of": as_of, "shop_name": "Test", "currency": "GBP", "sample": False, "source": "test", "lines_in": 0,
            "lines_kept": 0, "ledger": {}, "loads": [], "data_from": as_of, "data_to": as_of, "inputs": {},
        },
    )  # fmt: skip
    with build_partition(connection, "rfm_scores", run_id) as table:
        connection.execute(
            text(
                f"insert into {table} (run_id, segment, {SCORED}) select :run_id, 'Lost', {SCORED}"
                f" from ({rfm_as_of()}) as scores"
            ),
            {"run_id": run_id, "as_of": as_of},
        )
    connection.execute(text("update runs set state = 'scored' where run_id = :run_id"), {"run_id": run_id})
    return run_id
