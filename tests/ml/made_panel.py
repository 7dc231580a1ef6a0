"""A panel made of chance, whose labels hang on the frequency."""

from datetime import datetime

import numpy as np

from ml.features import FEATURE_NAMES
from ml.panel import Panel

CUTOFFS = [datetime(2021, month, 1) for month in range(1, 6)]


def make_panel(customers: int = 200, cutoffs: list[datetime] | None = None, seed: int = 0) -> Panel:
    """`customers` rows for each cutoff, labelled for 30 and 60 days, with the spend of 30 and 90."""
    months = cutoffs or CUTOFFS
    random = np.random.default_rng(seed)
    rows = customers * len(months)
    features = random.integers(1, 50, (rows, len(FEATURE_NAMES))).astype(float)
    order_days = random.integers(1, 12, rows).astype(float)
    tenure = random.integers(60, 200, rows).astype(float)
    features[:, FEATURE_NAMES.index("tenure")] = tenure
    features[:, FEATURE_NAMES.index("recency")] = np.where(order_days > 1, tenure * random.random(rows), tenure).round()
    features[:, FEATURE_NAMES.index("monetary")] = order_days * random.integers(5, 100, rows)
    features[:, FEATURE_NAMES.index("bgnbd_probability")] = random.random(rows)
    features[:, FEATURE_NAMES.index("order_days")] = order_days
    features[:, FEATURE_NAMES.index("order_rate")] = order_days / 200
    spend = features[:, FEATURE_NAMES.index("monetary")]
    scores = np.column_stack(
        [random.integers(1, 6, rows), np.minimum(5, 1 + order_days // 2), random.integers(1, 6, rows)]
    )
    bought = random.random(rows) < order_days / 14
    later = bought | (random.random(rows) < 0.1)
    return Panel(
        np.repeat(np.array(months, dtype="datetime64[us]"), customers),
        np.array([f"c{row % customers:04}" for row in range(rows)], dtype=object),
        features,
        scores.astype(float),
        order_days,
        np.where(order_days > 1, 20.0, np.nan),
        {30: bought, 60: later},
        {days: np.where(spent, spend / 2, 0.0) for days, spent in ((30, bought), (90, later))},
    )
