"""The profit curve of a campaign: what past months met, on the owner's terms, scaled to the customers of today."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev
from typing import Any

# Of a difference that is there, four in five such comparisons find it, at 5% false alarms (2.80 = 1.96 + 0.84).
POWER = 2.8


@dataclass(frozen=True)
class Terms:
    """margin: profit per unit of net spend; cost: of writing to one customer, in the currency; effect: the share by
    which those written to spend more; budget, in the currency, and capacity, in letters: None for no limit;
    hold_out: the share of the chosen that is not written to, so that the effect can be measured."""

    margin: float
    cost: float
    effect: float
    hold_out: float
    budget: float | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class Month:
    """What the first customers of one past month brought in the window, at each point from nobody to everybody."""

    customers: int
    contacts: Sequence[int]
    buyers: Sequence[int]
    spend: Sequence[float]
    spend_squares: Sequence[float]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Month":
        return cls(*(row[name] for name in ("customers", "contacts", "buyers", "spend", "spend_squares")))


def curve(months: Sequence[Month], customers: int, terms: Terms, interval_factor: float | None) -> list[dict[str, Any]]:
    """One entry per point: chosen customers, letters, expected buyers, spend and profit with an interval for the month.

    Profit is what the letters add: letters * (margin * effect * spend per customer - cost). Its interval comes from
    how much the months differed, as Student's t for one month more; None with too few of them.
    """
    return [
        _point(months, customers, terms, interval_factor, place, chosen)
        for place, chosen in enumerate(_numbers(months, customers))
    ]


def _numbers(months: Sequence[Month], customers: int) -> list[int]:
    """How many customers are chosen at each point."""
    last = len(months[0].spend) - 1
    return [round(place / last * customers) for place in range(last + 1)]


def _place_of(months: Sequence[Month], customers: int, chosen: int) -> float:
    """The point at which so many are chosen; between two of them as far as the number lies between theirs."""
    numbers = _numbers(months, customers)
    above = bisect_left(numbers, chosen)
    if numbers[above] == chosen:
        return above
    return above - (numbers[above] - chosen) / (numbers[above] - numbers[above - 1])


def _point(
    months: Sequence[Month], customers: int, terms: Terms, interval_factor: float | None, place: float, chosen: int
) -> dict[str, Any]:
    written = chosen - held_out(chosen, terms.hold_out)
    share = written / chosen if chosen else 0.0
    spend = [_between(month.spend, place) / month.customers * customers for month in months]
    profits = [share * terms.margin * terms.effect * amount - terms.cost * written for amount in spend]
    profit = fmean(profits)
    spread = None if interval_factor is None or len(profits) < 2 else interval_factor * stdev(profits)
    return {
        "customers": chosen,
        "letters": written,
        "buyers": fmean(_between(month.buyers, place) / month.customers * customers for month in months),
        "spend": fmean(spend),
        "profit": profit,
        "profit_low": None if spread is None else profit - spread,
        "profit_high": None if spread is None else profit + spread,
    }


def _between(values: Sequence[float], place: float) -> float:
    below, above = math.floor(place), math.ceil(place)
    return values[below] + (values[above] - values[below]) * (place - below)


def held_out(chosen: int, share: float) -> int:
    """How many of the chosen are not written to."""
    return round(chosen * share)


def affordable(terms: Terms) -> float:
    """The most letters that the budget pays for; infinite without one."""
    if terms.budget is None or terms.cost == 0:
        return math.inf
    # Of a tenth of the currency thirty cents buy three, although 0.3 / 0.1 is a little less in binary fractions.
    return terms.budget / terms.cost * (1 + 1e-12)


def _best(
    months: Sequence[Month],
    customers: int,
    terms: Terms,
    interval_factor: float | None,
    points: Sequence[dict[str, Any]],
) -> tuple[float, dict[str, Any]]:
    """The place and the point of the highest expected profit within budget and capacity; nobody, where none pays."""
    most = min(affordable(terms), math.inf if terms.capacity is None else terms.capacity)
    within = [(float(place), point) for place, point in enumerate(points) if point["letters"] <= most]
    # The limit itself lies between two points, and may lie before the first.
    ends_at = bisect_right(range(customers + 1), most, key=lambda chosen: chosen - held_out(chosen, terms.hold_out)) - 1
    place = _place_of(months, customers, ends_at)
    within.append((place, _point(months, customers, terms, interval_factor, place, ends_at)))
    return max(within, key=lambda each: each[1]["profit"])


def plan(
    months: Sequence[Month], customers: int, terms: Terms, interval_factor: float | None, chosen: int | None = None
) -> dict[str, Any]:
    """The curve, its best point, what `chosen` customers bring (by default as many as at the best), and what would
    change it."""
    points = curve(months, customers, terms, interval_factor)
    place, best = _best(months, customers, terms, interval_factor, points)
    point = best
    if chosen is not None:
        chosen = min(chosen, customers)
        place = _place_of(months, customers, chosen)
        point = _point(months, customers, terms, interval_factor, place, chosen)
    return {
        "curve": points,
        "best": best,
        "chosen": point,
        "break_even": _break_even(point, terms),
        "smallest_effect_seen": smallest_effect_seen(months, max(1, round(place)), point),
        "changes": list(_changes(months, customers, terms, interval_factor)),
    }


def _break_even(point: dict[str, Any], terms: Terms) -> dict[str, float | None]:
    """The effect, the cost and the margin at which the chosen letters bring neither profit nor loss."""
    if not point["customers"] or point["spend"] <= 0:
        return {"effect": None, "cost": None, "margin": None}
    each = point["spend"] / point["customers"]
    return {
        "effect": _ratio(terms.cost, terms.margin * each),
        "cost": terms.margin * terms.effect * each,
        "margin": _ratio(terms.cost, terms.effect * each),
    }


def _ratio(part: float, whole: float) -> float | None:
    """None where there is none that a number can hold."""
    found = part / whole if whole else math.inf
    return found if math.isfinite(found) else None


def smallest_effect_seen(months: Sequence[Month], place: int, point: dict[str, Any]) -> float | None:
    """The smallest effect, as a share of spend, that the hold-out group would probably show; None without one.

    By the spread of spend among the first customers in past months, for a two-sided test of 5% with a power of 80%.
    """
    written, kept = point["letters"], point["customers"] - point["letters"]
    shares = []
    for month in months:
        number = month.contacts[place]
        if number < 2 or month.spend[place] <= 0:
            continue
        mean = month.spend[place] / number
        variance = max(month.spend_squares[place] / number - mean**2, 0.0)
        if written and kept:
            shares.append(POWER * math.sqrt(variance * (1 / written + 1 / kept)) / mean)
    return fmean(shares) if shares else None


def _changes(
    months: Sequence[Month], customers: int, terms: Terms, interval_factor: float | None
) -> Iterable[dict[str, Any]]:
    """The best point on other terms: what the plan hangs on."""
    for name, other in (
        ("effect halved", replace(terms, effect=terms.effect / 2)),
        ("effect doubled", replace(terms, effect=min(1.0, terms.effect * 2))),
        ("cost doubled", replace(terms, cost=terms.cost * 2)),
        ("margin halved", replace(terms, margin=terms.margin / 2)),
        ("no limit of budget or capacity", replace(terms, budget=None, capacity=None)),
    ):
        points = curve(months, customers, other, interval_factor)
        _, best = _best(months, customers, other, interval_factor, points)
        yield {"change": name, "customers": best["customers"], "letters": best["letters"], "profit": best["profit"]}
