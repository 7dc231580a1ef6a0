"""The models that compete: the plan's Random Forest on the R, F and M scores, and a logistic regression."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ml.features import FEATURES, SCORES, Feature
from ml.panel import Flags, Floats, Panel

ModelName = Literal["logistic", "random_forest"]
MODEL_NAMES: tuple[ModelName, ...] = ("logistic", "random_forest")  # the first one ships until a backtest decides


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

    def fit(self, panel: Panel, bought: Flags) -> None:
        """Learn from n rows and their labels, (n,); both classes must occur."""

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

    def fit(self, panel: Panel, bought: Flags) -> None:
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
            n_estimators=60, max_depth=6, min_samples_leaf=50, max_samples=0.5, n_jobs=1, random_state=0
        )
        self._usual: Floats = np.zeros((0, len(SCORES)))

    def fit(self, panel: Panel, bought: Flags) -> None:
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


def make_candidate(name: ModelName) -> Candidate:
    """A new candidate, not yet fitted."""
    return Logistic() if name == "logistic" else RandomForest()
