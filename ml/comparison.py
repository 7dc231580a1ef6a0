"""Is a new model clearly worse than the served one? Both are asked about the same customers of the same months."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np

from ml.backtest import ALL, Result
from ml.candidates import ModelName
from ml.evaluation import BOOTSTRAP_DRAWS, DRAWN_AT_ONCE, INTERVAL, draws, mean_of, ranking, weighted
from ml.panel import Flags, Floats
from ml.predictor import PurchasePredictor

Figure = Literal["pr_auc", "log_loss"]
# Of each figure, whether more of it is better.
FIGURES: dict[Figure, bool] = {"pr_auc": True, "log_loss": False}
TITLES: dict[Figure, str] = {"pr_auc": "PR-AUC", "log_loss": "log loss"}
MOST_MONTHS = 12  # the newest


@dataclass(frozen=True)
class Look:
    """Two models at one test cutoff: (n,) customers, whether they bought, and what either had said of them."""

    cutoff: datetime
    customers: np.ndarray[Any, np.dtype[np.object_]]
    bought: Flags
    new: Floats
    served: Floats


@dataclass(frozen=True)
class Difference:
    """A figure of both models, the mean over the months, and the 95% interval of new less served."""

    figure: Figure
    new: float
    served: float
    low: float
    high: float

    @property
    def clearly(self) -> Literal["better", "worse"] | None:
        """None where the interval holds 0."""
        if self.low <= 0 <= self.high:
            return None
        return "better" if (self.low > 0) == FIGURES[self.figure] else "worse"

    def __str__(self) -> str:
        return (
            f"{TITLES[self.figure]} {self.new:.3f} against {self.served:.3f} "
            f"(95% interval of the difference {self.low:+.3f} to {self.high:+.3f})"
        )


@dataclass(frozen=True)
class Comparison:
    """New against served: by `file`, on months of which the served file had seen nothing, or by `kind`, where both
    kinds of model are fitted anew before each month."""

    by: Literal["file", "kind"]
    new: ModelName
    served: ModelName
    months: list[str]
    differences: list[Difference]

    def row(self) -> dict[str, Any]:
        """As it is stored: plain values, each difference with its verdict."""
        return {
            **asdict(self),
            "differences": [{**asdict(one), "clearly": one.clearly} for one in self.differences],
        }


def clearly_worse(comparisons: Sequence[Comparison]) -> bool:
    """True where the new model is clearly worse by a figure, and clearly better by none."""
    return _verdicts(comparisons) == {"worse"}


def clearly_better(comparisons: Sequence[Comparison]) -> bool:
    """True where the new model is clearly better by a figure, and clearly worse by none."""
    return _verdicts(comparisons) == {"better"}


def _verdicts(comparisons: Sequence[Comparison]) -> set[str]:
    """What is clear, by whichever figure."""
    found = (one.clearly for comparison in comparisons for one in comparison.differences)
    return {verdict for verdict in found if verdict is not None}


def compare(results: Sequence[Result], new: ModelName, served: PurchasePredictor) -> list[Comparison]:
    """All comparisons that the months of this backtest allow; empty when there is none.

    `new` is the kind that was chosen, fitted before each month on what was known then, as in the backtest.
    """
    by_cutoff: dict[datetime, dict[str, Result]] = {}
    for result in results:
        if result.population is ALL:
            by_cutoff.setdefault(result.cutoff, {})[result.model] = result
    pairs = [
        (cutoff, looks[new], looks[served.model])
        for cutoff, looks in sorted(by_cutoff.items())
        if new in looks and served.model in looks
    ][-MOST_MONTHS:]
    seen = max(served.cutoffs) + timedelta(days=served.horizon_days)
    by_file = [
        Look(cutoff, own.rows.customers, own.bought, own.probability, served.predict_proba(own.rows))
        for cutoff, own, _ in pairs
        if cutoff >= seen and served.horizon_days == own.population.horizon_days
    ]
    by_kind = [
        Look(cutoff, own.rows.customers, own.bought, own.probability, other.probability)
        for cutoff, own, other in pairs
        if new != served.model
    ]
    ways: tuple[tuple[Literal["file", "kind"], list[Look]], ...] = (("file", by_file), ("kind", by_kind))
    return [
        Comparison(way, new, served.model, [look.cutoff.date().isoformat() for look in looks], differences(looks))
        for way, looks in ways
        if looks
    ]


def differences(looks: Sequence[Look]) -> list[Difference]:
    """PR-AUC and log loss of both models, means over the months, with the interval of their difference.

    By the paired percentile bootstrap over customers: a customer who is drawn is drawn for both models and all months,
    so neither their likeness nor that of the months counts as evidence. A figure without meaning is left out.
    """
    names, places = np.unique(np.concatenate([look.customers for look in looks]).astype(str), return_inverse=True)
    rows = np.split(places.reshape(-1), np.cumsum([len(look.customers) for look in looks])[:-1])
    random = np.random.default_rng(0)
    step = max(1, DRAWN_AT_ONCE // len(names))
    drawn: dict[Figure, list[float]] = {figure: [] for figure in FIGURES}
    for begin in range(0, BOOTSTRAP_DRAWS, step):
        counts = draws(random, len(names), min(step, BOOTSTRAP_DRAWS - begin))
        by_month = []
        for look, where in zip(looks, rows, strict=True):
            own, other = (weighted(look.bought, said, 0.5, counts[:, where]) for said in (look.new, look.served))
            by_month.append({figure: own[figure] - other[figure] for figure in FIGURES})
        for figure in FIGURES:
            drawn[figure] += np.mean([month[figure] for month in by_month], axis=0).tolist()
    found = []
    for figure in FIGURES:
        new = _mean(figure, [(look.bought, look.new) for look in looks])
        served = _mean(figure, [(look.bought, look.served) for look in looks])
        known = [value for value in drawn[figure] if not np.isnan(value)]
        if new is not None and served is not None and known:
            low, high = np.percentile(known, INTERVAL)
            found.append(Difference(figure, new, served, float(low), float(high)))
    return found


def _mean(figure: Figure, said: Sequence[tuple[Flags, Floats]]) -> float | None:
    """The mean of a figure over the months of one model."""
    return mean_of([ranking(bought, probability)[figure] for bought, probability in said])
