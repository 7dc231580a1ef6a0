"""The figures as the model page shows them: the newest test cutoff in full, the months beside it, the groups."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ml.backtest import ALL, POPULATIONS, Result
from ml.candidates import MODEL_NAMES
from ml.evaluation import gains_curve, histogram, intervals, mean_of, reliability, threshold_curve

SUMMARISED = (
    "base_rate", "accuracy", "precision", "recall", "f1", "f1_weighted", "roc_auc", "pr_auc", "brier", "ece",
    "lift_top_decile", "gain_top_decile", "log_loss", "f1_macro", "f1_everybody",
    "f1_weighted_everybody", "f1_weighted_nobody", "f1_recency_rule",
)  # fmt: skip
BASELINES = ("everybody_buys", "nobody_buys", "recency_rule")
GAP_GROUPS = ((0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 5.0), (5.0, np.inf))
ORDER_GROUPS = ((1.0, 2.0), (2.0, 3.0), (3.0, 6.0), (6.0, 11.0), (11.0, np.inf))


def newest(results: Sequence[Result]) -> list[Result]:
    """Every model at the newest test cutoff of all customers; empty when there was none."""
    everyone = [result for result in results if result.population is ALL]
    return [result for result in everyone if result.cutoff == max(one.cutoff for one in everyone)]


def metrics(results: Sequence[Result]) -> dict[str, Any]:
    """Everything that GET /api/model/metrics answers, apart from the run and the card.

    Raises ValueError without a test cutoff of all customers.
    """
    last = newest(results)
    shown = next((result for result in last if result.chosen), None)
    if shown is None:
        raise ValueError("there is no test cutoff to report")
    return {
        "model": shown.model,
        "cutoff": shown.cutoff.date().isoformat(),
        "horizon_days": shown.population.horizon_days,
        "population": shown.population.name,
        "n": len(shown.bought),
        "base_rate": float(shown.bought.mean()),
        "threshold": shown.threshold,
        "default_threshold": shown.threshold,
        **shown.decisions,
        **shown.ranking,
        "intervals": intervals(shown.bought, shown.probability, shown.threshold),
        "baselines": shown.baselines,
        "models": [
            {
                "model": result.model,
                "chosen": result.chosen,
                "threshold": result.threshold,
                **result.decisions,
                **result.ranking,
            }
            for result in last
        ],
        "threshold_curve": threshold_curve(shown.bought, shown.probability),
        "score_histogram": histogram(shown.bought, shown.probability),
        "reliability": reliability(shown.bought, shown.probability),
        "reliability_by_group": reliability_by_group(results),
        "gains": gains_curve(shown.bought, shown.probability),
        "summary": summary(results),
    }


def summary(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Mean, lowest and highest of each figure over the test cutoffs, by population and model.

    The model 'shipped' is the procedure itself: at each cutoff the candidate that was best on earlier ones. The rules
    without a model stand below the candidates, under their names.
    """
    found = []
    for population in POPULATIONS:
        looks = [result for result in results if result.population is population]
        all_rows = [row for look in looks for row in (look.figures(), *(look.baseline_rows() if look.chosen else ()))]
        for model in ("shipped", *MODEL_NAMES, *BASELINES):
            rows = [row for row in all_rows if (row["chosen"] if model == "shipped" else row["model"] == model)]
            if rows:
                figures: dict[str, Any] = {}
                for name in SUMMARISED:
                    known = [row[name] for row in rows if row[name] is not None]
                    figures[name] = {"mean": mean_of(known), "min": min(known), "max": max(known)} if known else None
                found.append(
                    {
                        "population": population.name,
                        "horizon_days": population.horizon_days,
                        "model": model,
                        "cutoffs": len(rows),
                        **figures,
                    }
                )
    return found


def _between(values: np.ndarray[Any, np.dtype[np.float64]], low: float, high: float) -> np.ndarray[Any, Any]:
    return np.asarray((values >= low) & (values < high))


def reliability_by_group(results: Sequence[Result]) -> list[dict[str, Any]]:
    """What was predicted and what came, over all test cutoffs of all customers, by how overdue and by how frequent.

    Groups: recency over the typical gap (from `low`, below `high`; null is open), and orders before the cutoff.
    """
    shipped = [result for result in results if result.population is ALL and result.chosen]
    if not shipped:
        return []
    probability = np.concatenate([result.probability for result in shipped])
    bought = np.concatenate([result.bought for result in shipped])
    overdue = np.concatenate([result.rows.column("recency") / result.rows.typical_gap for result in shipped])
    orders = np.concatenate([result.rows.orders for result in shipped])
    found = []
    for group, values, bounds in (("recency_over_gap", overdue, GAP_GROUPS), ("orders", orders, ORDER_GROUPS)):
        for low, high in bounds:
            members = _between(values, low, high)
            if members.any():
                found.append(
                    {
                        "group": group,
                        "low": low,
                        "high": None if np.isinf(high) else high,
                        "n": int(members.sum()),
                        "mean_predicted": float(probability[members].mean()),
                        "share_bought": float(bought[members].mean()),
                    }
                )
    return found
