"""What writing to the best customers would have met in past months: the ground of the campaign's profit curve."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, get_args

import numpy as np
from scipy.special import stdtrit

from ml import cutoffs as calendar
from ml.backtest import ALL, Result
from ml.panel import Floats, Panel

RankingName = Literal["probability", "past_spend", "probability_and_spend"]
RANKINGS: tuple[RankingName, ...] = get_args(RankingName)
POINTS = 200  # steps of half a percent of the customers
COVERAGE = 0.8  # of the interval for a month to come
FEWEST_MONTHS = 3  # below, an interval says nothing


def ranking_keys(name: RankingName, probability: Floats, panel: Panel) -> Floats:
    """(n,) by which customers are written to, the largest first.

    probability_and_spend: the probability of an order times net spend so far.
    """
    if name == "probability":
        return probability
    if name == "past_spend":
        return panel.column("monetary")
    both: Floats = probability * panel.column("monetary")
    return both


def gains(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The rows of the table `campaign_gains`: for each test cutoff of all customers and each ranking, at each of 201
    points from nobody to everybody, how many of them ordered in the next 30 days and how much they spent, net.

    `chosen` marks the ranking that would have been used then: the best one in the months that were over.
    """
    rows: list[dict[str, Any]] = []
    for result in results:
        if not result.chosen or result.population.name != ALL.name:
            continue
        chosen = choose_ranking(rows, result.cutoff)
        for name in RANKINGS:
            keys = ranking_keys(name, result.probability, result.rows)
            found = {"cutoff": result.cutoff, "ranking": name, "chosen": name == chosen}
            rows.append({**found, **_met(keys, result)})
    return rows


def _met(keys: Floats, result: Result) -> dict[str, Any]:
    """Sums over the first customers by `keys`, at each point."""
    order = np.argsort(-keys, kind="stable")
    spend = result.rows.spend[ALL.horizon_days][order]
    places = np.round(np.arange(POINTS + 1) / POINTS * len(order)).astype(int)
    each = {"buyers": result.bought[order].astype(int), "spend": spend, "spend_squares": spend**2}
    sums = {name: np.concatenate([[0], np.cumsum(values)])[places].tolist() for name, values in each.items()}
    return {"customers": len(order), "contacts": places.tolist(), **sums}


def choose_ranking(rows: Sequence[dict[str, Any]], moment: datetime) -> RankingName:
    """The ranking that met most of the spend, over all points, in the months that were over by `moment`.

    By probability where no month was over yet.
    """
    met: dict[str, list[float]] = {name: [] for name in RANKINGS}
    for row in rows:
        if calendar.completed([row["cutoff"]], ALL.horizon_days, moment) and row["spend"][-1] > 0:
            met[row["ranking"]].append(float(np.mean(row["spend"])) / row["spend"][-1])
    return max(RANKINGS, key=lambda name: float(np.mean(met[name])) if met[name] else 0.0)


def interval_factor(months: int) -> float | None:
    """By how many standard deviations of past months a month to come may differ from their mean, in 80 of 100.

    Student's t for a new observation; None below three months.
    """
    if months < FEWEST_MONTHS:
        return None
    return float(stdtrit(months - 1, (1 + COVERAGE) / 2) * np.sqrt(1 + 1 / months))


def campaign_figures(rows: Sequence[dict[str, Any]], as_of: datetime) -> dict[str, Any] | None:
    """How to choose whom to write to now; None where no month was tested."""
    months = len({row["cutoff"] for row in rows})
    if not months:
        return None
    return {
        "ranking": choose_ranking(rows, as_of),
        "horizon_days": ALL.horizon_days,
        "months": months,
        "interval_factor": interval_factor(months),
        "interval_factor_before": interval_factor(months - 1),
    }
