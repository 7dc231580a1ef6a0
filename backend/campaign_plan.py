"""The profit curve of a campaign: what past months met, on the owner's terms, scaled to the customers of today."""

import math
from bisect import bisect_left
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


def best_place(points: Sequence[dict[str, Any]], terms: Terms) -> int:
    """The point of the highest expected profit within budget and capacity; 0, nobody, where writing does not pay."""
    within = [
        place
        for place, point in enumerate(points)
        if (terms.budget is None or terms.cost * point["letters"] <= terms.budget)
        and (terms.capacity is None or point["letters"] <= terms.capacity)
    ]
    return max(within, key=lambda place: points[place]["profit"])


def plan(
    months: Sequence[Month], customers: int, terms: Terms, interval_factor: float | None, chosen: int | None = None
) -> dict[str, Any]:
    """The curve, its best point, what `chosen` customers bring (by default as many as at the best), and what would
    change it."""
    points = curve(months, customers, terms, interval_factor)
    best = best_place(points, terms)
    place, point = float(best), points[best]
    if chosen is not None:
        chosen = min(chosen, customers)
        place = _place_of(months, customers, chosen)
        point = _point(months, customers, terms, interval_factor, place, chosen)
    return {
        "curve": points,
        "best": points[best],
        "chosen": point,
        "break_even": _break_even(point, terms),
        "smallest_effect_seen": smallest_effect_seen(months, round(place), point),
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
        best = points[best_place(points, other)]
        yield {"change": name, "customers": best["customers"], "letters": best["letters"], "profit": best["profit"]}
