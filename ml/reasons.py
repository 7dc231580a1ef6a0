"""Why a customer is likely to order or not: in up to three plain sentences, and in shares of the probability."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from ml.candidates import Candidate
from ml.features import Topic
from ml.panel import Flags, Floats, Panel
from ml.sentences import OVERDUE, Fact, cadence, facts
from ml.wording import Wording

MAX_REASONS = 3
TOPICS: tuple[Topic, ...] = get_args(Topic)
PARTS = ("average", *TOPICS, "rest")
RANKED: tuple[Topic, ...] = ("repeat", "recent", "steady", "spend", "basket")  # topics that say how many have less
SAME_AGAIN: dict[Topic, Topic] = {"steady": "recent", "recent": "steady"}  # each says nearly what the other does
SMALLEST = 1e-9
NEVER = -1.0  # below any size of a weight


class Explainer:
    """What moves the probabilities of a fitted model, for any customers beside those in `among`.

    probabilities: what the model says of a panel, (n,).
    """

    def __init__(self, candidate: Candidate, probabilities: Callable[[Panel], Floats], among: Panel) -> None:
        self._candidate = candidate
        self._probabilities = probabilities
        moved = _log_odds(probabilities(among)) - self._by_topic(among).sum(axis=1)
        self._base = float(np.mean(moved)) if len(among) else 0.0
        self._ranked = {topic: np.sort(among.column(facts()[topic].feature)) for topic in RANKED}

    def explain(self, panel: Panel) -> "Explanation":
        """What moves the probability of each row of the panel."""
        below = {topic: self._share_below(topic, panel.column(facts()[topic].feature)) for topic in RANKED}
        told = [topic for topic in facts() if any(term.topic == topic for term in self._candidate.inputs)]
        return Explanation(panel, self._probabilities(panel), self._base, self._by_topic(panel), told, below)

    def _by_topic(self, panel: Panel) -> Floats:
        """(n, topics) the contributions of each topic's terms, added up."""
        belongs = np.array([[term.topic == topic for topic in TOPICS] for term in self._candidate.inputs], np.float64)
        sums: Floats = self._candidate.contributions(panel) @ belongs
        return sums

    def _share_below(self, topic: Topic, values: Floats) -> Floats:
        """(n,) the share of those in `among` with a smaller value."""
        known = self._ranked[topic]
        share: Floats = np.searchsorted(known, values, side="left") / max(len(known), 1)
        return share


@dataclass(frozen=True)
class Explanation:
    """What moves the probability of each of n customers, whose figures are in the panel.

    probability: (n,); base: the log odds where nothing moves a customer from the average; by_topic: (n, topics) the log
    odds that each topic adds; topics: those that can be told; below: of a topic, (n,) the share of customers with less.
    """

    panel: Panel
    probability: Floats
    base: float
    by_topic: Floats
    topics: Sequence[Topic]
    below: Mapping[Topic, Floats]

    def reasons(self, wording: Wording) -> list[list[str]]:
        """For each of the n rows up to three sentences: the cadence, then the topics that move the probability most.

        A topic is the sum of its terms. Where that sum has another sign than the fact that would be told (collinear
        terms do that), the topic is left out: a sentence must not say that a thin record raises a probability.
        """
        told, topics, below, panel = facts(wording), self.topics, self.below, self.panel
        sums = self.by_topic[:, [TOPICS.index(topic) for topic in topics]]
        size = np.abs(sums)
        enough = 0.25 * size.max(axis=1)
        for place, topic in enumerate(topics):
            size[~_may_be_told(topic, told[topic], panel, sums[:, place], below.get(topic)), place] = NEVER
        found = [
            [words]
            for words in map(
                partial(cadence, wording), *_lists(panel, ("orders", "order_days", "recency", "typical_gap"))
            )
        ]
        # All customers of whom the same topic is told next at once: a loop over single numbers takes several times as
        # long.
        for _ in range(MAX_REASONS - 1):
            strongest, strong = size.argmax(axis=1), size.max(axis=1) >= enough
            for place, topic in enumerate(topics):
                rows = np.flatnonzero(strong & (strongest == place))
                words = map(told[topic].say, *_lists(panel, told[topic].of, rows))
                rank = map(partial(_rank, wording), below[topic][rows].tolist()) if topic in below else [""] * len(rows)
                effect = np.where(sums[rows, place] > 0, "raises", "lowers").tolist()
                for row, said, beside, moves in zip(rows.tolist(), words, rank, effect, strict=True):
                    found[row].append(f"{said}{beside}: {moves} the probability.")
                size[rows, place] = NEVER
                if topic in SAME_AGAIN and SAME_AGAIN[topic] in topics:
                    size[rows, topics.index(SAME_AGAIN[topic])] = NEVER
        return found

    def parts(self) -> Floats:
        """(n, 10) what each row's probability is made of, in the order of PARTS; each row adds up to its probability.

        The first is the probability where nothing moves a customer from the average. The rest is shared among the
        topics in proportion to the log odds they add (Aumann & Shapley 1974: the integral of each one's slope along
        the straight way). What no topic explains, since a model's terms need not add up, is the last.
        """
        whole = _log_odds(self.probability) - self.base
        moved = np.column_stack([self.by_topic, whole - self.by_topic.sum(axis=1)])
        at_base = expit(self.base)
        still = np.abs(whole) < SMALLEST
        slope = np.where(still, at_base * (1 - at_base), (self.probability - at_base) / np.where(still, 1.0, whole))
        found: Floats = np.column_stack([np.full(len(self.panel), at_base), moved * slope[:, np.newaxis]])
        return found


def _may_be_told(topic: Topic, fact: Fact, panel: Panel, weight: Floats, below: Floats | None) -> Flags:
    """(n,) whether the topic's sentence and its weight on the probability agree."""
    fits = np.ones(len(panel), dtype=bool)
    if fact.sense > 0 and below is not None:
        fits &= (weight > 0) == (below >= 0.5)
    if fact.sense < 0:
        fits &= (weight <= 0) & (panel.column(fact.feature) != 0)
    # Neither a single order nor orders before a silence are told as what speaks for the next one.
    if topic == "repeat":
        fits &= (weight <= 0) | (panel.column("order_days") >= 2)
    if topic == "recent":
        fits &= (weight <= 0) | ~(panel.column("recency") / panel.typical_gap >= OVERDUE)
    return fits


def _log_odds(probability: Floats) -> Floats:
    odds: Floats = logit(np.clip(probability, SMALLEST, 1 - SMALLEST))
    return odds


def _rank(wording: Wording, share: float) -> str:
    return f", more than {wording.percent(min(0.99, share))} of customers" if share >= 0.5 else ""


def _lists(panel: Panel, names: Sequence[str], rows: NDArray[np.intp] | slice = slice(None)) -> list[list[float]]:
    """Some rows' figures of each of these names: a feature, or the orders or the typical gap of the panel (0: none)."""
    more = {"orders": panel.orders, "typical_gap": np.nan_to_num(panel.typical_gap)}
    return [(more[name] if name in more else panel.column(name))[rows].tolist() for name in names]
