"""Expected net spend of a customer in the next 90 days: two models and three rules, each measured on past months."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

import numpy as np
from scipy.stats import spearmanr
from sklearn.ensemble import HistGradientBoostingRegressor

from ml import cutoffs as calendar
from ml.bgnbd import BgNbd, fit_bgnbd
from ml.evaluation import draws, mean_of
from ml.gamma_gamma import GammaGamma, fit_gamma_gamma
from ml.panel import Flags, Floats, Panel
from ml.season import clearly_better

ValueName = Literal["bg_nbd_gamma_gamma", "gradient_boosting", "mean_rate", "last_90_days", "zero"]
VALUE_NAMES: tuple[ValueName, ...] = ("bg_nbd_gamma_gamma", "gradient_boosting", "mean_rate", "last_90_days", "zero")
MODELS: tuple[ValueName, ...] = ("bg_nbd_gamma_gamma", "gradient_boosting")  # those that may ship, the first by default
HORIZON_DAYS = 90
GROUPS = 10
COVERED = 0.8
POWER = 1.5
BOOTSTRAP_DRAWS = 200


class ValueModel(Protocol):
    """Expected net spend in the window after the cutoff."""

    def fit(self, panel: Panel) -> None:
        """Learn from rows whose window is over."""

    def expected(self, panel: Panel) -> Floats:
        """(n,) expected net spend in the currency, 0 or more."""


class BgNbdGammaGamma:
    """Expected orders by BG/NBD times the expected value of one by Gamma-Gamma, both from the past alone."""

    def __init__(self) -> None:
        self._orders: BgNbd | None = None
        self._worth: GammaGamma | None = None

    def fit(self, panel: Panel) -> None:
        newest = panel.newest()
        self._orders = fit_bgnbd(newest.rhythm())
        self._worth = fit_gamma_gamma(newest.column("order_days"), worth_of_an_order(newest))

    def expected(self, panel: Panel) -> Floats:
        if self._orders is None or self._worth is None:
            raise RuntimeError("the value model is not fitted yet")
        worth = self._worth.expected(panel.column("order_days"), worth_of_an_order(panel))
        return self._orders.expected_orders(panel.rhythm(), HORIZON_DAYS) * worth


class Boosted:
    """Gradient boosted trees with Poisson loss, whose fit keeps the mean; squared loss of a logarithm does not."""

    def __init__(self) -> None:
        self._model = HistGradientBoostingRegressor(
            loss="poisson",
            learning_rate=0.05,
            max_iter=100,
            max_leaf_nodes=8,
            min_samples_leaf=60,
            l2_regularization=10,
            early_stopping=False,
            random_state=0,
        )
        self._level = 0.0
        self._empty: Flags = np.zeros(0, dtype=bool)

    def fit(self, panel: Panel) -> None:
        net = panel.spend[HORIZON_DAYS]
        paid = np.maximum(net, 0.0)
        if not paid.any():
            return
        # A column that nobody has (the gap, where all have one order day) cannot be cut into bins.
        self._empty = np.asarray(np.isnan(panel.features).all(axis=0))
        self._model.fit(np.where(self._empty, 0.0, panel.features), paid)
        # Windows with more returns than orders count as nothing above; the level gives them back.
        self._level = max(0.0, float(net.sum() / paid.sum()))

    def expected(self, panel: Panel) -> Floats:
        if not self._level:
            return np.zeros(len(panel))
        found: Floats = self._model.predict(np.where(self._empty, 0.0, panel.features)) * self._level
        return found


class Rule:
    """A rule without a model."""

    def __init__(self, rule: Callable[[Panel], Floats]) -> None:
        self._rule = rule

    def fit(self, panel: Panel) -> None:
        """Nothing is learned."""

    def expected(self, panel: Panel) -> Floats:
        return np.maximum(self._rule(panel), 0.0)


def worth_of_an_order(panel: Panel) -> Floats:
    """(n,) net spend per day with an order, so far."""
    found: Floats = panel.column("monetary") / np.maximum(panel.column("order_days"), 1)
    return found


def _mean_rate(panel: Panel) -> Floats:
    found: Floats = panel.column("monetary") / (panel.column("tenure") + 30) * HORIZON_DAYS
    return found


def _last_90_days(panel: Panel) -> Floats:
    return panel.column("spend_90")


def _zero(panel: Panel) -> Floats:
    return np.zeros(len(panel))


def make_value_model(name: ValueName) -> ValueModel:
    """A new model or rule, not yet fitted."""
    if name == "bg_nbd_gamma_gamma":
        return BgNbdGammaGamma()
    if name == "gradient_boosting":
        return Boosted()
    return Rule({"mean_rate": _mean_rate, "last_90_days": _last_90_days, "zero": _zero}[name])


@dataclass(frozen=True)
class Ends:
    """How far actual spend lay from the expected, by how much was expected: the ends of an interval as multiples.

    highest: (k,) the upper bound of expected spend in each group but the last; low, high: (k + 1,) multiples.
    """

    highest: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, expected: Floats, actual: Floats) -> "Ends":
        """From customers whose window is over: in up to ten groups of equal count, the 10% and 90% points of
        actual over expected spend (split conformal prediction in groups; Vovk, Gammerman & Shafer 2005, 4.5)."""
        highest = np.unique(np.quantile(expected, np.arange(1, GROUPS) / GROUPS))
        group = np.searchsorted(highest, expected, side="left")
        times = np.maximum(actual, 0.0) / np.maximum(expected, SMALLEST)
        ends = [
            np.quantile(times[group == number], [(1 - COVERED) / 2, (1 + COVERED) / 2])
            if (group == number).any()
            else np.array([0.0, 1.0])
            for number in range(len(highest) + 1)
        ]
        return cls(highest, *np.array(ends).T)

    def interval(self, expected: Floats) -> tuple[Floats, Floats]:
        """(n,) low and (n,) high: about 80% of customers spend between them; the expected amount always does."""
        group = np.searchsorted(self.highest, expected, side="left")
        floor = np.maximum(expected, SMALLEST)
        return np.minimum(self.low[group] * floor, expected), np.maximum(self.high[group] * floor, expected)


SMALLEST = 0.01  # of the currency: nobody is expected to spend less


@dataclass(frozen=True)
class ValueResult:
    """One model's or rule's look at one test cutoff."""

    cutoff: datetime
    model: ValueName
    chosen: bool
    expected: Floats
    actual: Floats
    inside: Flags | None  # (n,) whether actual spend lay in the interval; None where no past month gave one

    def row(self) -> dict[str, Any]:
        """The flat row of the table `value_backtest`."""
        return {
            "cutoff": self.cutoff.date().isoformat(),
            "horizon_days": HORIZON_DAYS,
            "model": self.model,
            "chosen": self.chosen,
            "n": len(self.actual),
            "actual_total": float(self.actual.sum()),
            "predicted_total": float(self.expected.sum()),
            **value_figures(self.expected, self.actual),
            "coverage": None if self.inside is None else float(self.inside.mean()),
            "intervals": value_intervals(self.expected, self.actual),
        }


def value_figures(expected: Floats, actual: Floats) -> dict[str, float | None]:
    """Mean and median absolute error, bias (of the sum, as a share of it), Spearman's rank correlation, and Tweedie
    deviance of power 1.5, whose best forecast is the mean; None where a figure has no meaning."""
    total = float(actual.sum())
    ranks = len(actual) > 2 and np.ptp(expected) > 0 and np.ptp(actual) > 0
    return {
        "mean_absolute_error": float(np.abs(actual - expected).mean()),
        "median_absolute_error": float(np.median(np.abs(actual - expected))),
        "bias": float(expected.sum()) / total - 1 if total > 0 else None,
        "rank_correlation": float(spearmanr(expected, actual).statistic) if ranks else None,
        "deviance": deviance(expected, actual),
    }


def deviance(expected: Floats, actual: Floats) -> float:
    """Mean Tweedie deviance of power 1.5: 4 (sqrt(y) - sqrt(m))^2 / sqrt(m); a net return counts as 0.

    An expected amount counts as one of the currency at least: a rule that says 0 would be infinitely wrong.
    """
    paid, floor = np.maximum(actual, 0.0), np.maximum(expected, 1.0)
    return float(np.mean(4 * (np.sqrt(paid) - np.sqrt(floor)) ** 2 / np.sqrt(floor)))


def value_intervals(expected: Floats, actual: Floats) -> dict[str, list[float]]:
    """95% intervals of mean absolute error and bias by the bootstrap over customers, 200 seeded draws."""
    random = np.random.default_rng(0)
    n = len(actual)
    counts = draws(random, n, BOOTSTRAP_DRAWS).astype(np.float64)
    totals = counts @ actual
    found = {"mean_absolute_error": counts @ np.abs(actual - expected) / n}
    if (totals > 0).all():
        found["bias"] = counts @ expected / totals - 1
    return {name: [float(end) for end in np.percentile(values, (2.5, 97.5))] for name, values in found.items()}


@dataclass(frozen=True)
class ValueForecast:
    """The value model that ships, fitted, with the interval's ends that the last finished month gave."""

    model: ValueName
    fitted: ValueModel
    ends: Ends | None

    def expected(self, panel: Panel) -> tuple[Floats, Floats | None, Floats | None]:
        """(n,) expected net spend in the next 90 days, and the low and high end of its 80% interval."""
        expected = self.fitted.expected(panel)
        low, high = (None, None) if self.ends is None else self.ends.interval(expected)
        return expected, low, high


class ValueFits:
    """Value models fitted on sets of cutoffs, each once, and the intervals that past months give."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._known: dict[tuple[ValueName, tuple[datetime, ...]], ValueModel] = {}

    def fit(self, name: ValueName, cutoffs: Sequence[datetime]) -> ValueModel:
        """The model fitted on these cutoffs."""
        key = (name, tuple(cutoffs))
        if key not in self._known:
            model = make_value_model(name)
            model.fit(self.panel.at(cutoffs))
            self._known[key] = model
        return self._known[key]

    def ends(self, name: ValueName, moment: datetime) -> Ends | None:
        """The interval's ends from the last month that was over by `moment`, for a model fitted before it."""
        months = sorted(set(self.panel.cutoffs.tolist()))
        for cutoff in reversed(calendar.completed(months, HORIZON_DAYS, moment)):
            training = calendar.completed(months, HORIZON_DAYS, cutoff)
            if training:
                there = self.panel.at([cutoff])
                return Ends.of(self.fit(name, training).expected(there), there.spend[HORIZON_DAYS])
        return None


def choose_value_model(results: Sequence[ValueResult], moment: datetime) -> ValueName:
    """The model to ship at `moment`, by Tweedie deviance on the months that were over by then.

    As for probabilities: the first one, until another was clearly better over three months or more.
    """
    known = [result for result in results if calendar.completed([result.cutoff], HORIZON_DAYS, moment)]
    errors = {
        name: {result.cutoff: deviance(result.expected, result.actual) for result in known if result.model == name}
        for name in MODELS
    }
    best, best_gain = MODELS[0], 0.0
    for name in MODELS[1:]:
        gains = [errors[MODELS[0]][cutoff] - error for cutoff, error in errors[name].items()]
        gain = mean_of([*gains]) or 0.0
        if clearly_better(gains) and gain > best_gain:
            best, best_gain = name, gain
    return best


def forecast_value(
    fits: ValueFits, results: Sequence[ValueResult], months: list[datetime], as_of: datetime
) -> ValueForecast | None:
    """The forecast to ship; None where no month could be tested, since an amount that nobody checked is not shown."""
    training = calendar.completed(months, HORIZON_DAYS, as_of)
    if not results or not training:
        return None
    name = choose_value_model(results, as_of)
    return ValueForecast(name, fits.fit(name, training), fits.ends(name, as_of))


def run_value_backtest(fits: ValueFits, months: list[datetime], as_of: datetime) -> list[ValueResult]:
    """Every model and rule at every test cutoff, oldest first; `chosen` marks what would have shipped then."""
    results: list[ValueResult] = []
    for cutoff in calendar.cutoffs_to_test(months, HORIZON_DAYS, as_of):
        test = fits.panel.at([cutoff])
        if not len(test):
            continue
        shipped = choose_value_model(results, cutoff)
        training = calendar.completed(months, HORIZON_DAYS, cutoff)
        actual = test.spend[HORIZON_DAYS]
        for name in VALUE_NAMES:
            expected = fits.fit(name, training).expected(test)
            ends = fits.ends(name, cutoff)
            inside = None
            if ends is not None:
                low, high = ends.interval(expected)
                paid = np.maximum(actual, 0.0)
                inside = (low <= paid) & (paid <= high)
            results.append(ValueResult(cutoff, name, name == shipped, expected, actual, inside))
    return results


def value_summary(results: Sequence[ValueResult]) -> list[dict[str, Any]]:
    """Mean of each figure over the test cutoffs, by model and rule; 'shipped' is the procedure itself."""
    found = []
    for model in ("shipped", *VALUE_NAMES):
        rows = [result.row() for result in results if (result.chosen if model == "shipped" else result.model == model)]
        if rows:
            names = ("mean_absolute_error", "median_absolute_error", "bias", "rank_correlation", "deviance", "coverage")
            found.append(
                {
                    "model": model,
                    "horizon_days": HORIZON_DAYS,
                    "cutoffs": len(rows),
                    **{name: mean_of([row[name] for row in rows]) for name in names},
                }
            )
    return found
