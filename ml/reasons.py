"""Why a customer is likely to order or not, in up to three plain sentences from the model's terms and the cadence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from scipy.special import expit, logit

from ml.candidates import Candidate
from ml.features import FEATURE_NAMES, Topic
from ml.panel import Floats, Panel

MAX_REASONS = 3
OVERDUE = 1.5  # times the typical gap
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


@dataclass(frozen=True)
class Fact:
    """What a topic looks like for one customer: which feature stands for it, and how it is said."""

    feature: str
    say: Callable[["Customer"], str]
    # 1: more of it speaks for an order, -1: against one; otherwise the sentence is left out. 0: as the model learned.
    sense: int


@dataclass(frozen=True)
class Customer:
    """One customer's figures as the sentences need them."""

    orders: int
    typical_gap: float
    values: dict[str, float]
    currency: str

    @property
    def times_overdue(self) -> float:
        """Days since the last order over the typical gap; NaN with a single order day."""
        return self.values["recency"] / self.typical_gap


def _count(number: float, one: str, many: str) -> str:
    return f"{number:,.0f} {one if round(number) == 1 else many}"


def _days(number: float) -> str:
    return _count(number, "day", "days")


def _money(amount: float, currency: str) -> str:
    sign = "\N{MINUS SIGN}" if round(amount) < 0 else ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{sign}{symbol}{abs(round(amount)):,}"


def cadence(customer: Customer) -> str:
    """The customer's own rhythm: orders, silence and the typical gap; no word of praise for a silence."""
    recency = customer.values["recency"]
    last = {0: "today", 1: "yesterday"}.get(round(recency), f"{_days(recency)} ago")
    if customer.values["order_days"] < 2:
        if customer.orders == 1:
            return f"1 order, {last}; no usual gap between orders yet."
        return f"{customer.orders:,} orders, all on one day, {last}; no usual gap between orders yet."
    gap = customer.typical_gap
    begin = f"{customer.orders:,} orders, last {last}, typical gap {gap:g} {'day' if gap == 1 else 'days'}"
    times = customer.times_overdue
    if times >= OVERDUE:
        return f"{begin}: {times:,.{0 if times >= 10 else 1}f} times overdue."
    if round(gap - recency) > 0:
        return f"{begin}: next one due in about {_days(gap - recency)}."
    if times > 1 and round(recency - gap) > 0:
        return f"{begin}: {_days(recency - gap)} overdue."
    return f"{begin}: due now."


def _recent(customer: Customer) -> str:
    count = customer.values["order_days_90"]
    return f"Ordered on {_days(count)} in the last 90 days" if count else "No order in the last 90 days"


def _steady(customer: Customer) -> str:
    months = round(customer.values["active_share_6"] * 6)
    return f"Ordered in {months} of the last 6 months" if months else "No order in the last 6 months"


def _spend(customer: Customer) -> str:
    return f"Net spend of {_money(customer.values['monetary'], customer.currency)} so far"


def _basket(customer: Customer) -> str:
    return f"{_count(customer.values['products_per_order'], 'product', 'different products')} in an average order"


def _repeat(customer: Customer) -> str:
    if customer.orders == 1:
        return "Ordered only once so far"
    known = max(customer.values["tenure"], 1)
    return f"Ordered on {_days(customer.values['order_days'])} in the {_days(known)} since the first order"


def _returns(customer: Customer) -> str:
    return f"{customer.values['returns_per_order']:.1f} returns per order"


def _country(customer: Customer) -> str:
    return "Orders from the shop's own country" if customer.values["home_country"] else "Orders from abroad"


FACTS: dict[Topic, Fact] = {
    "repeat": Fact("order_rate", _repeat, 1),
    "recent": Fact("order_days_90", _recent, 1),
    "steady": Fact("active_share_6", _steady, 1),
    "spend": Fact("monetary", _spend, 1),
    "basket": Fact("products_per_order", _basket, 0),
    "returns": Fact("returns_per_order", _returns, -1),
    "country": Fact("home_country", _country, 0),
}
TOPICS: tuple[Topic, ...] = get_args(Topic)
PARTS = ("average", *TOPICS, "rest")
SMALLEST = 1e-9
SAME_AGAIN: dict[Topic, Topic] = {"steady": "recent", "recent": "steady"}  # each says nearly what the other does
RANKED: tuple[Topic, ...] = ("repeat", "recent", "steady", "spend", "basket")  # topics that say how many have less


def reasons(candidate: Candidate, panel: Panel, currency: str, among: Panel | None = None) -> list[list[str]]:
    """For each of the n rows up to three sentences: the cadence, then the topics that move the probability most.

    How many have less is counted `among` these customers, by default the panel's own.

    A topic is the sum of its terms. Where that sum has another sign than the fact that would be told (collinear terms
    do that), the topic is left out: a sentence must not say that a thin record raises a probability.
    """
    if not len(panel):
        return []
    topics = [topic for topic in FACTS if any(term.topic == topic for term in candidate.inputs)]
    sums = _by_topic(candidate, panel, topics)
    below = {
        topic: _share_below(panel.column(FACTS[topic].feature), (among or panel).column(FACTS[topic].feature)).tolist()
        for topic in RANKED
    }
    enough = (0.25 * np.abs(sums).max(axis=1)).tolist()
    order = np.argsort(-np.abs(sums), axis=1, kind="stable").tolist()
    # Lists, since a loop over single numbers of an array takes several times as long.
    weights, orders, gaps = sums.tolist(), panel.orders.tolist(), panel.typical_gap.tolist()
    found = []
    for row, values in enumerate(panel.features.tolist()):
        customer = Customer(int(orders[row]), gaps[row], dict(zip(FEATURE_NAMES, values, strict=True)), currency)
        sentences = [cadence(customer)]
        told: set[Topic] = set()
        for place in order[row]:
            weight, topic = weights[row][place], topics[place]
            if len(sentences) == MAX_REASONS or abs(weight) < enough[row]:
                break
            if SAME_AGAIN.get(topic) in told:
                continue
            sentence = _sentence(topic, weight, customer, below[topic][row] if topic in below else None)
            if sentence:
                told.add(topic)
                sentences.append(sentence)
        found.append(sentences)
    return found


def _by_topic(candidate: Candidate, panel: Panel, topics: Sequence[Topic]) -> Floats:
    """(n, topics) the contributions of each topic's terms, added up."""
    terms = candidate.contributions(panel)
    belongs = np.array([[term.topic == topic for topic in topics] for term in candidate.inputs], dtype=np.float64)
    sums: Floats = terms @ belongs
    return sums


def parts(candidate: Candidate, panel: Panel, probability: Floats, among: Panel, usual: Floats) -> Floats:
    """(n, 10) what each row's probability is made of, in the order of PARTS; each row adds up to its probability.

    The first is the probability where nothing moves a customer from the average: of `among`, whose probabilities are
    `usual`. The difference to `probability`, (n,), is shared among the topics in proportion to the log odds they add
    (Aumann & Shapley 1974: the integral of each one's slope along the straight way). What no topic explains, since a
    model's terms need not add up, is the last.
    """
    base = float(np.mean(_log_odds(usual) - _by_topic(candidate, among, TOPICS).sum(axis=1))) if len(among) else 0.0
    by_topic = _by_topic(candidate, panel, TOPICS)
    whole = _log_odds(probability) - base
    moved = np.column_stack([by_topic, whole - by_topic.sum(axis=1)])
    at_base = expit(base)
    still = np.abs(whole) < SMALLEST
    slope = np.where(still, at_base * (1 - at_base), (probability - at_base) / np.where(still, 1.0, whole))
    found: Floats = np.column_stack([np.full(len(panel), at_base), moved * slope[:, np.newaxis]])
    return found


def _log_odds(probability: Floats) -> Floats:
    odds: Floats = logit(np.clip(probability, SMALLEST, 1 - SMALLEST))
    return odds


def _sentence(topic: Topic, weight: float, customer: Customer, below: float | None) -> str | None:
    fact = FACTS[topic]
    if fact.sense > 0 and below is not None and (weight > 0) != (below >= 0.5):
        return None
    if fact.sense < 0 and (weight > 0 or not customer.values[fact.feature]):
        return None
    # Neither a single order nor orders before a silence are told as what speaks for the next one.
    if weight > 0 and topic == "repeat" and customer.values["order_days"] < 2:
        return None
    if weight > 0 and topic == "recent" and customer.times_overdue >= OVERDUE:
        return None
    rank = ""
    if below is not None and below >= 0.5:
        rank = f", more than {_percent(below)} of customers"
    return f"{fact.say(customer)}{rank}: {'raises' if weight > 0 else 'lowers'} the probability."


def _percent(share: float) -> str:
    return f"{min(99, int(share * 100))}%"


def _share_below(values: Floats, among: Floats) -> Floats:
    """(n,) the share of those `among` with a smaller value."""
    share: Floats = np.searchsorted(np.sort(among), values, side="left") / max(len(among), 1)
    return share
