"""The models that compete: logistic regression, gradient boosting, BG/NBD, and the plan's Random Forest on scores."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from scipy.special import logit
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ml.bgnbd import BgNbd, fit_bgnbd
from ml.features import FEATURES, SCORES, Feature
from ml.panel import Flags, Floats, Panel

ModelName = Literal["logistic", "gradient_boosting", "bg_nbd", "random_forest"]
# The first one ships until the past speaks clearly for another.
MODEL_NAMES: tuple[ModelName, ...] = ("logistic", "gradient_boosting", "bg_nbd", "random_forest")
SEEN_FOR_WEIGHTS = 500


@dataclass(frozen=True)
class Term:
    """One input of a fitted model, and how much it weighs there."""

    name: str
    label: str
    weight: float


class Candidate(Protocol):
    """A model of the probability of an order in the window after the cutoff."""

    name: ModelName
    weight_name: Literal["coefficient", "importance"]
    inputs: tuple[Feature, ...]

    def fit(self, panel: Panel, bought: Flags, horizon_days: int) -> None:
        """Learn from n rows and their labels for this horizon, (n,); both classes must occur."""

    def probabilities(self, panel: Panel) -> Floats:
        """(n,) probability of an order, 0 to 1."""

    def terms(self) -> list[Term]:
        """The inputs with their weights, in the order of `inputs`."""

    def contributions(self, panel: Panel) -> Floats:
        """(n, inputs) how far each input moves a customer from the average one; above 0 is towards an order."""


def signed_log(values: Floats) -> Floats:
    """sign(x) * log(1 + |x|), with 0 where a value is missing."""
    known = np.nan_to_num(values, nan=0.0)
    logged: Floats = np.sign(known) * np.log1p(np.abs(known))
    return logged


class Logistic:
    """Logistic regression on the signed logs of all features, standardised; L2 penalty with C = 0.05."""

    name: ModelName = "logistic"
    weight_name: Literal["coefficient", "importance"] = "coefficient"
    inputs: tuple[Feature, ...] = FEATURES

    def __init__(self) -> None:
        self._scaler = StandardScaler()
        self._model = LogisticRegression(C=0.05, max_iter=1000)

    def _standardised(self, panel: Panel) -> Floats:
        scaled: Floats = self._scaler.transform(signed_log(panel.features))
        return scaled

    def fit(self, panel: Panel, bought: Flags, horizon_days: int) -> None:
        self._scaler.fit(signed_log(panel.features))
        self._model.fit(self._standardised(panel), bought)

    def probabilities(self, panel: Panel) -> Floats:
        found: Floats = self._model.predict_proba(self._standardised(panel))[:, 1]
        return found

    def terms(self) -> list[Term]:
        return [
            Term(feature.name, feature.label, float(weight))
            for feature, weight in zip(self.inputs, self._model.coef_[0], strict=True)
        ]

    def contributions(self, panel: Panel) -> Floats:
        """Coefficient times standardised value: the parts of the log odds."""
        parts: Floats = self._standardised(panel) * self._model.coef_[0]
        return parts


class RandomForest:
    """Random Forest on the recency, frequency and monetary scores, the model of the plan."""

    name: ModelName = "random_forest"
    weight_name: Literal["coefficient", "importance"] = "importance"
    inputs: tuple[Feature, ...] = SCORES

    def __init__(self) -> None:
        # Three inputs of five values make 125 cells: shallow trees with large leaves lose nothing and fit in a
        # fraction of the time.
        self._model = RandomForestClassifier(
            n_estimators=40, max_depth=6, min_samples_leaf=50, max_samples=0.5, n_jobs=1, random_state=0
        )
        self._usual: Floats = np.zeros((0, len(SCORES)))

    def fit(self, panel: Panel, bought: Flags, horizon_days: int) -> None:
        self._model.fit(panel.scores, bought)
        self._usual = np.unique(panel.scores, axis=0)

    def probabilities(self, panel: Panel) -> Floats:
        # Each of the few cells is asked once, however many customers stand in it.
        cells, cell_of = np.unique(panel.scores, axis=0, return_inverse=True)
        found: Floats = self._model.predict_proba(cells)[:, 1][cell_of.reshape(-1)]
        return found

    def terms(self) -> list[Term]:
        return [
            Term(score.name, score.label, float(weight))
            for score, weight in zip(self.inputs, self._model.feature_importances_, strict=True)
        ]

    def contributions(self, panel: Panel) -> Floats:
        """The customer's probability less the mean one when a single score takes each of its values in turn."""
        cells, cell_of = np.unique(panel.scores, axis=0, return_inverse=True)
        own = self._model.predict_proba(cells)[:, 1]
        parts = np.zeros_like(cells)
        for column in range(cells.shape[1]):
            values = np.unique(self._usual[:, column])
            varied = np.repeat(cells, len(values), axis=0)
            varied[:, column] = np.tile(values, len(cells))
            parts[:, column] = own - self._model.predict_proba(varied)[:, 1].reshape(len(cells), -1).mean(axis=1)
        found: Floats = parts[cell_of.reshape(-1)]
        return found


class GradientBoosting:
    """Gradient boosted trees on all features: shallow, slow, with large leaves, the same for every shop.

    Source: Friedman (2001), Greedy Function Approximation, Annals of Statistics 29(5).
    """

    name: ModelName = "gradient_boosting"
    weight_name: Literal["coefficient", "importance"] = "importance"
    inputs: tuple[Feature, ...] = FEATURES

    def __init__(self) -> None:
        self._model = HistGradientBoostingClassifier(
            learning_rate=0.08,
            max_iter=60,
            max_leaf_nodes=8,
            min_samples_leaf=60,
            l2_regularization=10,
            early_stopping=False,
            random_state=0,
        )
        self._usual: Floats = np.zeros(len(FEATURES))
        self._empty: Flags = np.zeros(len(FEATURES), dtype=bool)
        self._some: Panel | None = None

    def _known(self, panel: Panel) -> Floats:
        known: Floats = np.where(self._empty, 0.0, panel.features)
        return known

    def fit(self, panel: Panel, bought: Flags, horizon_days: int) -> None:
        # A column that nobody has (the gap, where all have one order day) cannot be cut into bins.
        self._empty = np.asarray(np.isnan(panel.features).all(axis=0))
        known = self._known(panel)
        self._model.fit(known, bought)
        self._usual = np.nanmedian(known, axis=0)
        self._some = panel.rows(np.arange(len(panel)) % max(1, len(panel) // SEEN_FOR_WEIGHTS) == 0)

    def probabilities(self, panel: Panel) -> Floats:
        found: Floats = self._model.predict_proba(self._known(panel))[:, 1]
        return found

    def terms(self) -> list[Term]:
        """Each input with the mean size of its contribution, in log odds, among some of the rows learned from."""
        if self._some is None:
            raise RuntimeError("the candidate is not fitted yet")
        weights = np.abs(self.contributions(self._some)).mean(axis=0)
        return [
            Term(feature.name, feature.label, float(weight))
            for feature, weight in zip(self.inputs, weights, strict=True)
        ]

    def contributions(self, panel: Panel) -> Floats:
        """What changes in the log odds as the usual customer turns into this one, input by input.

        The mean of going from the first input to the last and back (two of the orders of a Shapley value), so a row's
        contributions add up to its log odds less those of the usual customer.
        """
        known = self._known(panel)
        parts = np.zeros_like(known)
        for order in (range(len(FEATURES)), range(len(FEATURES) - 1, -1, -1)):
            turned = np.repeat(self._usual[None, :], len(panel), axis=0)
            before = self._model.decision_function(turned)
            for column in order:
                turned[:, column] = known[:, column]
                after = self._model.decision_function(turned)
                parts[:, column] += (after - before) / 2
                before = after
        return parts


class Rhythmic:
    """BG/NBD, fitted on the newest of the training cutoffs: no label is learned from, so none is needed."""

    name: ModelName = "bg_nbd"
    weight_name: Literal["coefficient", "importance"] = "coefficient"
    inputs: tuple[Feature, ...] = (
        Feature("order_rate", "rate of orders while a customer", "repeat"),
        Feature("recency", "silence, measured by the own rate", "cadence"),
    )

    def __init__(self) -> None:
        self._model: BgNbd | None = None
        self._days = 0
        self._usual = 0.0

    @property
    def model(self) -> BgNbd:
        """The fitted model; raises RuntimeError before `fit`."""
        if self._model is None:
            raise RuntimeError("the candidate is not fitted yet")
        return self._model

    def fit(self, panel: Panel, bought: Flags, horizon_days: int) -> None:
        newest = panel.newest()
        self._model, self._days = fit_bgnbd(newest.rhythm()), horizon_days
        self._usual = float(logit(_inside(self.probabilities(newest).mean())))

    def probabilities(self, panel: Panel) -> Floats:
        return _inside(self.model.probability(panel.rhythm(), self._days))

    def terms(self) -> list[Term]:
        """The mean number of orders a week while a customer, and the mean chance to leave after an order."""
        return [
            Term(self.inputs[0].name, self.inputs[0].label, self.model.r / self.model.alpha),
            Term(self.inputs[1].name, self.inputs[1].label, -self.model.a / (self.model.a + self.model.b)),
        ]

    def contributions(self, panel: Panel) -> Floats:
        """In log odds, adding up: the own rate against the mean customer, then what the silence takes off."""
        probability = self.probabilities(panel)
        while_customer = _inside(self.model.probability_if_alive(panel.rhythm(), self._days))
        parts: Floats = np.column_stack(
            [logit(while_customer) - self._usual, logit(probability) - logit(while_customer)]
        )
        return parts


def _inside(probability: Floats) -> Floats:
    """Away from 0 and 1, which nobody can know and where log odds are infinite."""
    return np.clip(probability, 1e-6, 1 - 1e-6)


MAKERS: dict[ModelName, Callable[[], Candidate]] = {
    "logistic": Logistic,
    "gradient_boosting": GradientBoosting,
    "bg_nbd": Rhythmic,
    "random_forest": RandomForest,
}


def make_candidate(name: ModelName) -> Candidate:
    """A new candidate, not yet fitted."""
    return MAKERS[name]()
