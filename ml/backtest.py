"""The rolling backtest: at each month the whole procedure is repeated with what was known then, and looked at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ml import cutoffs as calendar
from ml.candidates import MODEL_NAMES, Candidate, ModelName, make_candidate
from ml.evaluation import (
    Decisions,
    Ranking,
    best_recency_days,
    best_threshold,
    decisions,
    intervals,
    mean_of,
    ranking,
)
from ml.panel import Flags, Floats, Panel
from ml.season import Month, Shift, choose_shift, clearly_better

ACTIVE_DAYS = 90
FALLBACK_THRESHOLD = 0.5


@dataclass(frozen=True)
class Population:
    """Whose next orders are predicted, and over how many days."""

    name: str
    horizon_days: int
    members: Callable[[Panel], Flags]


def _everyone(panel: Panel) -> Flags:
    return np.ones(len(panel), dtype=bool)


def _repeat(panel: Panel) -> Flags:
    return panel.orders >= 2


def _established(panel: Panel) -> Flags:
    return (panel.column("order_days") >= 2) & (panel.column("recency") <= ACTIVE_DAYS)


ALL = Population("all", calendar.HORIZON_DAYS, _everyone)
POPULATIONS = (ALL, Population("repeat", 30, _repeat), Population("established", 60, _established))
HORIZONS = tuple(sorted({population.horizon_days for population in POPULATIONS}))
# The population on which the candidates of a horizon are compared: the widest one.
DECIDING = {horizon: next(p for p in POPULATIONS if p.horizon_days == horizon) for horizon in HORIZONS}


@dataclass(frozen=True)
class Result:
    """One model's look at one population at one test cutoff."""

    cutoff: datetime
    population: Population
    model: ModelName
    chosen: bool
    threshold: float
    shift: Shift
    bought: Flags
    probability: Floats
    rows: Panel
    decisions: Decisions
    ranking: Ranking
    baselines: dict[str, dict[str, Any]]

    def row(self) -> dict[str, Any]:
        """The flat row of the table `backtest`: the figures and their intervals."""
        return {**self.figures(), "intervals": intervals(self.bought, self.probability, self.threshold)}

    def figures(self) -> dict[str, Any]:
        """The figures, with the baselines' F1 beside them."""
        return {
            **self._head(self.model),
            "chosen": self.chosen,
            "threshold": self.threshold,
            "season": self.shift.way,
            **_flat(self.decisions),
            **self.ranking,
        }

    def baseline_rows(self) -> list[dict[str, Any]]:
        """The rows of the three rules at the same look; only the recency rule ranks anybody."""
        by_recency = ranking(self.bought, -self.rows.column("recency"))
        ranks = {name: by_recency[name] for name in ("roc_auc", "pr_auc", "lift_top_decile", "gain_top_decile")}
        return [
            {
                **self._head(name),
                "chosen": False,
                "threshold": None,
                "season": "none",
                **_flat(figures),
                **dict.fromkeys(self.ranking),
                **(ranks if name == "recency_rule" else {}),
                "intervals": {},
            }
            for name, figures in self.baselines.items()
        ]

    def _head(self, model: str) -> dict[str, Any]:
        return {
            "cutoff": self.cutoff.date().isoformat(),
            "horizon_days": self.population.horizon_days,
            "population": self.population.name,
            "model": model,
            "n": len(self.bought),
            "base_rate": float(self.bought.mean()),
            "f1_everybody": self.baselines["everybody_buys"]["f1"],
            "f1_weighted_everybody": self.baselines["everybody_buys"]["f1_weighted"],
            "f1_weighted_nobody": self.baselines["nobody_buys"]["f1_weighted"],
            "f1_recency_rule": self.baselines["recency_rule"]["f1"],
        }


def _flat(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name not in {"confusion_matrix", "days"}}


def flat_rows(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The rows of the table `backtest`: every model, and the rules once, at each look."""
    return [row for one in results for row in (one.row(), *(one.baseline_rows() if one.chosen else ()))]


class Fits:
    """Candidates fitted on panels; each set of cutoffs is learned once, since one month's test model is the next
    month's threshold model."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._months: dict[tuple[ModelName, int, datetime], Month] = {}
        self._shifts: dict[tuple[ModelName, int, datetime], Shift] = {}
        self._known: dict[tuple[ModelName, int, tuple[datetime, ...]], Candidate | None] = {}

    def fit(self, name: ModelName, horizon_days: int, cutoffs: Sequence[datetime]) -> Candidate | None:
        """The candidate fitted on these cutoffs; None where only one class occurs there."""
        key = (name, horizon_days, tuple(cutoffs))
        if key not in self._known:
            training = self.panel.at(cutoffs)
            bought = training.labels[horizon_days]
            candidate = None
            if bought.any() and not bought.all():
                candidate = make_candidate(name)
                candidate.fit(training, bought, horizon_days)
            self._known[key] = candidate
        return self._known[key]

    def threshold(self, name: ModelName, population: Population, training: Sequence[datetime]) -> float:
        """The threshold that was best on the last of the training cutoffs, for a model fitted on those before it.

        Only cutoffs whose window was over by the last one are fitted on. Where there is none (the first test cutoff
        of a horizon longer than a month), all earlier ones are: their labels are older than the test cutoff all the
        same, so nothing of the test leaks. 0.5 where the last cutoff has no buyer.
        """
        last = training[-1]
        earlier = list(training[:-1])
        candidate = self.fit(
            name, population.horizon_days, calendar.completed(earlier, population.horizon_days, last) or earlier
        )
        there = self.panel.at([last])
        there = there.rows(population.members(there))
        bought = there.labels[population.horizon_days]
        if candidate is None or not bought.any():
            return FALLBACK_THRESHOLD
        shift = self.shift(name, population.horizon_days, last)
        return best_threshold(bought, shift.apply(candidate.probabilities(there)))

    def shift(self, name: ModelName, horizon_days: int, moment: datetime) -> Shift:
        """The intercept for the season of a cutoff, from the months whose window was over by then."""
        key = (name, horizon_days, moment)
        if key not in self._shifts:
            self._shifts[key] = choose_shift(self.past(name, horizon_days, moment), horizon_days, moment)
        return self._shifts[key]

    def past(self, name: ModelName, horizon_days: int, moment: datetime) -> list[Month]:
        """What came of each month that was over by `moment`, beside what the model fitted before it had said."""
        months = sorted({cutoff for cutoff in self.panel.cutoffs.tolist() if cutoff < moment})
        found = []
        for cutoff in calendar.completed(months, horizon_days, moment):
            key = (name, horizon_days, cutoff)
            if key not in self._months:
                there = self.panel.at([cutoff])
                there = there.rows(DECIDING[horizon_days].members(there))
                training = calendar.completed(months, horizon_days, cutoff)
                enough = len(training) >= calendar.MIN_TRAINING_CUTOFFS and len(there) > 0
                candidate = self.fit(name, horizon_days, training) if enough else None
                self._months[key] = Month(
                    cutoff, there.labels[horizon_days], None if candidate is None else candidate.probabilities(there)
                )
            found.append(self._months[key])
        return found


def baselines(training: Panel, test: Panel, population: Population) -> dict[str, dict[str, Any]]:
    """The figures of three rules without a model; the days of the recency rule are the best on the training rows."""
    bought = test.labels[population.horizon_days]
    members = training.rows(population.members(training))
    days = (
        best_recency_days(members.labels[population.horizon_days], members.column("recency"))
        if len(members)
        else population.horizon_days
    )
    return {
        "everybody_buys": {**decisions(bought, np.ones(len(bought), dtype=bool))},
        "nobody_buys": {**decisions(bought, np.zeros(len(bought), dtype=bool))},
        "recency_rule": {**decisions(bought, test.column("recency") <= days), "days": days},
    }


def choose_model(results: Sequence[Result], horizon_days: int, moment: datetime) -> ModelName:
    """The candidate to ship at `moment`, by PR-AUC at the test cutoffs whose window was over by then.

    PR-AUC is what a campaign to the most probable customers lives on. Another candidate takes the place of the first
    one only when its mean gain is above twice its standard error over three months or more; the largest gain wins.
    Without that rule the choice between near equals would follow chance from month to month.
    """
    known = [
        result
        for result in results
        if result.population is DECIDING[horizon_days] and calendar.completed([result.cutoff], horizon_days, moment)
    ]
    figures = {
        name: {result.cutoff: result.ranking["pr_auc"] for result in known if result.model == name}
        for name in MODEL_NAMES
    }
    first = next((name for name in MODEL_NAMES if figures[name]), MODEL_NAMES[0])
    best, best_gain = first, 0.0
    for name in MODEL_NAMES:
        gains = [
            own - other
            for cutoff, own in figures[name].items()
            if own is not None and (other := figures[first].get(cutoff)) is not None
        ]
        gain = mean_of([*gains]) or 0.0
        if clearly_better(gains) and gain > best_gain:
            best, best_gain = name, gain
    return best


def run_backtest(fits: Fits, months: list[datetime], as_of: datetime) -> list[Result]:
    """Every population and model at every test cutoff, oldest first; `chosen` marks what would have shipped then."""
    results: list[Result] = []
    for horizon_days in HORIZONS:
        for cutoff in calendar.cutoffs_to_test(months, horizon_days, as_of):
            training = calendar.completed(months, horizon_days, cutoff)
            shipped = choose_model(results, horizon_days, cutoff)
            for population in POPULATIONS:
                if population.horizon_days == horizon_days:
                    results += _look(fits, population, training, cutoff, shipped)
    return results


def _look(
    fits: Fits, population: Population, training: list[datetime], cutoff: datetime, shipped: ModelName
) -> list[Result]:
    there = fits.panel.at([cutoff])
    test = there.rows(population.members(there))
    if not len(test):
        return []
    rules = baselines(fits.panel.at(training), test, population)
    bought = test.labels[population.horizon_days]
    results = []
    for name in MODEL_NAMES:
        candidate = fits.fit(name, population.horizon_days, training)
        if candidate is None:
            continue
        threshold = fits.threshold(name, population, training)
        shift = fits.shift(name, population.horizon_days, cutoff)
        probability = shift.apply(candidate.probabilities(test))
        results.append(
            Result(
                cutoff,
                population,
                name,
                name == shipped,
                threshold,
                shift,
                bought,
                probability,
                test,
                decisions(bought, probability >= threshold),
                ranking(bought, probability),
                rules,
            )
        )
    return results
