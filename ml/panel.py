"""The table that models learn from: one row per cutoff and customer with an order before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from db.queries import read_sql
from db.rfm import rfm_as_of
from ml.features import FEATURE_NAMES, SCORE_NAMES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """n rows, ordered by cutoff and customer, all known strictly before the row's cutoff.

    cutoffs: (n,) datetime64; customers: (n,) text; features: (n, 20), in the order of FEATURES, NaN where there is
    none (the gap of a customer with one order day); scores: (n, 3) recency, frequency and monetary score, 1 to 5;
    orders: (n,) orders before the cutoff; typical_gap: (n,) median days between order days, NaN with one;
    labels: for each horizon in days (n,) True with at least one order in [cutoff, cutoff + horizon).
    """

    cutoffs: NDArray[np.datetime64]
    customers: NDArray[np.object_]
    features: Floats
    scores: Floats
    orders: Floats
    typical_gap: Floats
    labels: dict[int, Flags] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.customers)

    def rows(self, chosen: Flags) -> "Panel":
        """The part of the panel where `chosen`, (n,), is True."""
        return Panel(
            self.cutoffs[chosen],
            self.customers[chosen],
            self.features[chosen],
            self.scores[chosen],
            self.orders[chosen],
            self.typical_gap[chosen],
            {horizon: labels[chosen] for horizon, labels in self.labels.items()},
        )

    def at(self, cutoffs: Sequence[datetime]) -> "Panel":
        """The rows of these cutoffs."""
        return self.rows(np.isin(self.cutoffs, np.array(cutoffs, dtype="datetime64[us]")))

    def column(self, name: str) -> Floats:
        """(n,) one feature by its name."""
        return self.features[:, FEATURE_NAMES.index(name)]


def read_panel(
    connection: Connection,
    cutoffs: Sequence[datetime],
    horizons: Sequence[int] = (),
    home_country: str | None = None,
) -> Panel:
    """The panel at these cutoffs, with a label for each horizon, in days.

    A label is only true to its name where its window is over: the caller chooses such cutoffs.
    """
    if not cutoffs:
        raise ValueError("a panel needs at least one cutoff")
    ordered = sorted(cutoffs)
    found = connection.execute(text(read_sql("ml/sql/features")), {"cutoffs": ordered, "home_country": home_country})
    names = list(found.keys())
    columns = list(zip(*found.all(), strict=True)) or [() for _ in names]
    by_name = dict(zip(names, columns, strict=True))
    features = np.array([by_name[name] for name in FEATURE_NAMES], dtype=np.float64).T
    moments = np.array(by_name["cutoff"], dtype="datetime64[us]")
    customers = np.array(by_name["customer_id"], dtype=object)
    # Text sorts by the database's collation there and by code point here: rows are matched by key.
    place = {key: row for row, key in enumerate(zip(by_name["cutoff"], by_name["customer_id"], strict=True))}
    scores = np.full((len(place), len(SCORE_NAMES)), np.nan)
    typical_gap = np.full(len(place), np.nan)
    for cutoff in ordered:
        as_of = connection.execute(text(rfm_as_of()), {"as_of": cutoff}).all()
        rows = [place[cutoff, row.customer_id] for row in as_of]
        scores[rows] = [(row.r_score, row.f_score, row.m_score) for row in as_of]
        typical_gap[rows] = [np.nan if row.typical_gap_days is None else row.typical_gap_days for row in as_of]
    if np.isnan(scores).any():
        raise RuntimeError("ml/sql/features and db/sql/rfm_as_of do not know the same customers")
    labels = {}
    for horizon in horizons:
        bought = connection.execute(
            text(read_sql("ml/sql/labels")), {"cutoffs": ordered, "horizon_days": horizon}
        ).all()
        label = np.zeros(len(place), dtype=bool)
        label[[row for key in bought if (row := place.get((key.cutoff, key.customer_id))) is not None]] = True
        labels[horizon] = label
    orders = np.array(by_name["orders"], dtype=np.float64)
    return Panel(moments, customers, features, scores, orders, typical_gap, labels)
