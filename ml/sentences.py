"""How each topic is told of one customer: plain words about the customer's own figures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ml.features import Topic
from ml.wording import Wording

OVERDUE = 1.5  # times the typical gap
IN_BRITAIN = Wording()


@dataclass(frozen=True)
class Fact:
    """What a topic looks like for one customer: which feature stands for it, how it is said, and of which figures."""

    feature: str
    of: tuple[str, ...]  # features, or "orders"
    say: Callable[..., str]
    # 1: more of it speaks for an order, -1: against one; otherwise the sentence is left out. 0: as the model learned.
    sense: int


# Many customers of a large shop have the same figures: what was said of one of them is kept for the next.
kept: Callable[[Callable[..., str]], Callable[..., str]] = lru_cache(maxsize=50_000)


def _count(wording: Wording, number: float, one: str, many: str) -> str:
    return f"{wording.number(number)} {one if round(number) == 1 else many}"


def _days(wording: Wording, number: float) -> str:
    return _count(wording, number, "day", "days")


@kept
def cadence(wording: Wording, orders: float, order_days: float, recency: float, gap: float) -> str:
    """The customer's own rhythm: orders, silence and the typical gap (0 with a single order day); no word of praise
    for a silence."""
    last = {0: "today", 1: "yesterday"}.get(round(recency), f"{_days(wording, recency)} ago")
    if order_days < 2:
        if orders == 1:
            return f"1 order, {last}; no usual gap between orders yet."
        return f"{wording.number(orders)} orders, all on one day, {last}; no usual gap between orders yet."
    days = f"{wording.number(gap, 1)} {'day' if gap == 1 else 'days'}"
    begin = f"{wording.number(orders)} orders, last {last}, typical gap {days}"
    times = recency / gap
    if times >= OVERDUE:
        return f"{begin}: {wording.number(times) if times >= 10 else wording.number(times, 1, 1)} times overdue."
    if round(gap - recency) > 0:
        return f"{begin}: next one due in about {_days(wording, gap - recency)}."
    if times > 1 and round(recency - gap) > 0:
        return f"{begin}: {_days(wording, recency - gap)} overdue."
    return f"{begin}: due now."


@kept
def _recent(wording: Wording, order_days: float) -> str:
    return (
        f"Ordered on {_days(wording, order_days)} in the last 90 days" if order_days else "No order in the last 90 days"
    )


@kept
def _steady(wording: Wording, share: float) -> str:
    months = round(share * 6)
    return f"Ordered in {months} of the last 6 months" if months else "No order in the last 6 months"


def _spend(wording: Wording, amount: float) -> str:
    return f"Net spend of {wording.money(amount)} so far"


@kept
def _basket(wording: Wording, products: float) -> str:
    return f"{_count(wording, products, 'product', 'different products')} in an average order"


@kept
def _repeat(wording: Wording, orders: float, order_days: float, tenure: float) -> str:
    if orders == 1:
        return "Ordered only once so far"
    return f"Ordered on {_days(wording, order_days)} in the {_days(wording, max(tenure, 1))} since the first order"


@kept
def _returns(wording: Wording, share: float) -> str:
    return f"{wording.number(share, 1, 1)} returns per order"


@kept
def _country(wording: Wording, is_home: float) -> str:
    return "Orders from the shop's own country" if is_home else "Orders from abroad"


def facts(wording: Wording = IN_BRITAIN) -> dict[Topic, Fact]:
    """How each topic is told in a shop that writes its figures like this."""
    told: dict[Topic, Fact] = {
        "repeat": Fact("order_rate", ("orders", "order_days", "tenure"), _repeat, 1),
        "recent": Fact("order_days_90", ("order_days_90",), _recent, 1),
        "steady": Fact("active_share_6", ("active_share_6",), _steady, 1),
        "spend": Fact("monetary", ("monetary",), _spend, 1),
        "basket": Fact("products_per_order", ("products_per_order",), _basket, 0),
        "returns": Fact("returns_per_order", ("returns_per_order",), _returns, -1),
        "country": Fact("home_country", ("home_country",), _country, 0),
    }
    return {topic: replace(fact, say=partial(fact.say, wording)) for topic, fact in told.items()}
