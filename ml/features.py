"""What the model is told of a customer: the names, what each means, and the signs that make sense in a sentence."""

from dataclasses import dataclass
from typing import Literal

Topic = Literal["cadence", "repeat", "recent", "steady", "spend", "basket", "returns", "country"]


@dataclass(frozen=True)
class Feature:
    """A column of ml/sql/features.sql, or what BG/NBD makes of them: name, label for people, topic it belongs to."""

    name: str
    label: str
    topic: Topic


FEATURES = (
    Feature("recency", "days since the last order", "cadence"),
    Feature("order_days", "days with an order", "repeat"),
    Feature("tenure", "days since the first order", "repeat"),
    Feature("order_rate", "days with an order per day known", "repeat"),
    Feature("mean_gap", "mean days between orders", "repeat"),
    Feature("recency_over_gap", "days since the last order over the mean gap", "cadence"),
    # A regular customer who has missed two orders is more likely gone than an irregular one: the product says so.
    Feature("overdue", "mean gaps missed beyond two, times days with an order", "cadence"),
    Feature("second_last", "days since the second-last order", "cadence"),
    Feature("order_days_30", "days with an order in the last 30 days", "recent"),
    Feature("order_days_90", "days with an order in the last 90 days", "recent"),
    Feature("order_days_180", "days with an order in the last 180 days", "recent"),
    Feature("order_days_365", "days with an order in the last 365 days", "recent"),
    Feature("active_share_6", "share of the last 6 months with an order", "steady"),
    Feature("active_share_12", "share of the last 12 months with an order", "steady"),
    Feature("spend_90", "net spend in the last 90 days", "spend"),
    Feature("monetary", "net spend", "spend"),
    Feature("average_order_value", "net spend per order", "spend"),
    Feature("products_per_order", "different products per order", "basket"),
    Feature("returns_per_order", "returns per order", "returns"),
    Feature("home_country", "orders from the shop's own country", "country"),
    Feature("bgnbd_probability", "probability of an order by the rhythm alone", "cadence"),
)
SCORES = (
    Feature("r_score", "recency score", "cadence"),
    Feature("f_score", "frequency score", "repeat"),
    Feature("m_score", "monetary score", "spend"),
)
READ_FEATURES = tuple(feature.name for feature in FEATURES if feature.name != "bgnbd_probability")
FEATURE_NAMES = tuple(feature.name for feature in FEATURES)
SCORE_NAMES = tuple(score.name for score in SCORES)
