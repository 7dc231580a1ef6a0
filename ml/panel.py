"""The table that models learn from: one row per cutoff and customer with an order before it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from db.copy_columns import copy_out
from db.queries import read_sql
from db.rfm import rfm_as_of, totals_as_of
from ml.bgnbd import BgNbd, fit_bgnbd
from ml.features import FEATURE_NAMES, READ_FEATURES, SCORE_NAMES
from ml.predictions import OtherCustomersError
from ml.rhythm import Rhythm

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COLUMNS = ("customer_id", "orders", "typical_gap", *SCORE_NAMES, *READ_FEATURES)  # of ml/sql/panel.sql
FEATURE_DAYS = 30  # the horizon of the feature `bgnbd_probability`
MOST_LEARNED = 40_000  # customers at a cutoff; a larger shop learns from an even part of its customers
CHUNK = 25_000
ALL_ORDERS = "orders"
WORK_MEMORY = "256MB"  # of one sort of everybody's orders, when all are scored


@dataclass(frozen=True)
class Panel:
    """n rows, ordered by cutoff and customer, all known strictly before the row's cutoff.

    cutoffs: (n,) datetime64; customers: (n,) text; features: (n, 21), in the order of FEATURES, NaN where there is
    none (the gap of a customer with one order day); scores: (n, 3) recency, frequency and monetary score, 1 to 5;
    orders: (n,) orders before the cutoff; typical_gap: (n,) median days between order days, NaN with one;
    labels: for each horizon in days (n,) True with at least one order in [cutoff, cutoff + horizon);
    spend: for each horizon in days (n,) net of what is dated in that window, returns too.
    """

    cutoffs: NDArray[np.datetime64]
    customers: NDArray[np.object_]
    features: Floats
    scores: Floats
    orders: Floats
    typical_gap: Floats
    labels: dict[int, Flags] = field(default_factory=dict)
    spend: dict[int, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.customers)

    def rows(self, chosen: Flags | slice) -> "Panel":
        """The part of the panel where `chosen`, (n,), is True, or a slice of it."""
        return Panel(
            self.cutoffs[chosen],
            self.customers[chosen],
            self.features[chosen],
            self.scores[chosen],
            self.orders[chosen],
            self.typical_gap[chosen],
            {horizon: labels[chosen] for horizon, labels in self.labels.items()},
            {horizon: spend[chosen] for horizon, spend in self.spend.items()},
        )

    def at(self, cutoffs: Sequence[datetime]) -> "Panel":
        """The rows of these cutoffs."""
        return self.rows(np.isin(self.cutoffs, np.array(cutoffs, dtype="datetime64[us]")))

    def newest(self) -> "Panel":
        """The rows of its last cutoff."""
        return self.rows(self.cutoffs == self.cutoffs.max())

    def column(self, name: str) -> Floats:
        """(n,) one feature by its name."""
        return self.features[:, FEATURE_NAMES.index(name)]

    def rhythm(self) -> Rhythm:
        """What BG/NBD sees of the rows."""
        return Rhythm.of(self.column("order_days"), self.column("recency"), self.column("tenure"))


def read_panel(
    connection: Connection,
    cutoffs: Sequence[datetime],
    horizons: Sequence[int] = (),
    home_country: str | None = None,
    most: int = MOST_LEARNED,
) -> Panel:
    """The panel at these cutoffs, with labels and spend for each horizon, in days.

    Of a shop with more than `most` customers an even part of them, the same at every cutoff; their scores are then
    among themselves. A label is only true to its name where its window is over: the caller chooses such cutoffs. The
    feature of BG/NBD is fitted at each cutoff on what was known there.
    """
    if not cutoffs:
        raise ValueError("a panel needs at least one cutoff")
    ordered = sorted(cutoffs)
    with _some_orders(connection, ordered[-1], most) as orders:
        scores = rfm_as_of(totals_as_of(orders))
        read = [
            _read(connection, cutoff, home_country or _home_country(connection, cutoff, orders), orders, scores)
            for cutoff in ordered
        ]
        panel = concatenated([with_rhythm(known, fit_bgnbd(known.rhythm())) for known in read])
        place = {key: row for row, key in enumerate(zip(panel.cutoffs.tolist(), panel.customers, strict=True))}
        labels = text(read_sql("ml/sql/labels").format(orders=orders))
        for horizon in horizons:
            label, spend = np.zeros(len(panel), dtype=bool), np.zeros(len(panel))
            for row in connection.execute(labels, {"cutoffs": ordered, "horizon_days": horizon}):
                where = place.get((row.cutoff, row.customer_id))
                if where is not None:
                    label[where], spend[where] = row.ordered, row.net
            panel.labels[horizon], panel.spend[horizon] = label, spend
    return panel


@contextmanager
def _some_orders(connection: Connection, cutoff: datetime, most: int) -> Iterator[str]:
    """The table with the orders of an even part of about `most` customers; of all where they are no more than that."""
    parts = parts_for(connection, cutoff, most)
    if parts == 1:
        yield ALL_ORDERS
        return
    connection.execute(
        text(f"create temporary table some_orders on commit drop as {read_sql('ml/sql/part_of_orders')}"),
        {"parts": parts},
    )
    connection.execute(text("analyze some_orders"))
    yield "some_orders"
    connection.execute(text("drop table some_orders"))


def parts_for(connection: Connection, cutoff: datetime, most: int = MOST_LEARNED) -> int:
    """Into how many parts the customers before a cutoff fall so that one of them has about `most` customers."""
    history = connection.execute(text(read_sql("ml/sql/history")), {"as_of": cutoff}).one()
    return -(-int(history.customers) // most) or 1


def read_chunks(
    connection: Connection,
    cutoff: datetime,
    home_country: str | None,
    rhythm: BgNbd,
    scores: str,
    chunk: int = CHUNK,
) -> Iterator[Panel]:
    """All customers at one cutoff, `chunk` of them at a time: neither the memory nor the sorts grow with the shop.

    `scores` names the table where the scores of that moment stand. Raises OtherCustomersError where the orders are
    not those that were scored.
    """
    connection.execute(text(f"set local work_mem = '{WORK_MEMORY}'"))
    with _some_orders(connection, cutoff, MOST_LEARNED) as some:
        home = home_country or _home_country(connection, cutoff, some)
    found = connection.execute(text(read_sql("ml/sql/first_customers").format(scored=scores)), {"chunk": chunk})
    # No bound at either end: a customer whom the scores do not know must not be passed over.
    bounds = [None, *found.scalars().all()[1:], None]
    between = read_sql("ml/sql/customers_between")
    orders, scored = (f"({between.format(table=table)}) as {table}" for table in (ALL_ORDERS, scores))
    for first, following in pairwise(bounds):
        values = {"first_customer": first, "next_customer": following}
        panel = _read(connection, cutoff, home, orders, f"select * from {scored}", values)
        yield with_rhythm(panel, rhythm)


def _home_country(connection: Connection, cutoff: datetime, orders: str) -> str | None:
    """The country of most customers in a table of orders; None where no country is known."""
    query = text(read_sql("ml/sql/home_country").format(orders=orders))
    home: str | None = connection.execute(query, {"cutoff": cutoff}).scalar_one()
    return home


def with_rhythm(panel: Panel, rhythm: BgNbd) -> Panel:
    """The panel with the feature that BG/NBD makes."""
    panel.features[:, FEATURE_NAMES.index("bgnbd_probability")] = rhythm.probability(panel.rhythm(), FEATURE_DAYS)
    return panel


def concatenated(panels: Sequence[Panel]) -> Panel:
    """One panel of several, at least one, without labels, in their order."""
    return Panel(
        np.concatenate([panel.cutoffs for panel in panels]),
        np.concatenate([panel.customers for panel in panels]),
        np.concatenate([panel.features for panel in panels]),
        np.concatenate([panel.scores for panel in panels]),
        np.concatenate([panel.orders for panel in panels]),
        np.concatenate([panel.typical_gap for panel in panels]),
    )


def _read(
    connection: Connection,
    cutoff: datetime,
    home_country: str | None,
    orders: str,
    scores: str,
    bounds: Mapping[str, str | None] | None = None,
) -> Panel:
    """The customers of these orders, a table or a subquery, at one cutoff, with their scores, from a query."""
    known = read_sql("ml/sql/features").rstrip().rstrip(";").format(orders=orders)
    query = read_sql("ml/sql/panel").format(features=known, scores=scores)
    values = {"cutoff": cutoff, "as_of": cutoff, "home_country": home_country, **(bounds or {})}
    read = copy_out(connection, query, values, dict.fromkeys(COLUMNS, pa.float64()) | {"customer_id": pa.string()})
    customers = read["customer_id"]
    numbers = np.column_stack([read[name].to_numpy() for name in COLUMNS[1:]])  # null becomes NaN
    orders_before, typical_gap, each_score, rest = np.split(numbers, [1, 2, 2 + len(SCORE_NAMES)], axis=1)
    if np.isnan(each_score).any() or customers.null_count:
        raise OtherCustomersError("features and scores do not know the same customers")
    features = np.zeros((len(numbers), len(FEATURE_NAMES)))
    features[:, [FEATURE_NAMES.index(name) for name in READ_FEATURES]] = rest
    return Panel(
        np.full(len(numbers), cutoff, dtype="datetime64[us]"),
        customers.to_numpy(),
        features,
        each_score,
        orders_before[:, 0],
        typical_gap[:, 0],
    )
