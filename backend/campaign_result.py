"""What a campaign brought: those written to against those held out."""

import math
from collections.abc import Iterable
from typing import Any

NORMAL_95 = 1.959964


def result(groups: dict[bool, dict[str, Any]], margin: float, cost: float) -> dict[str, Any] | None:
    """Both groups (by `held_out`), and each difference with its 95% interval; None where one of the groups is missing.

    Spend per head by Welch's interval, shares that ordered by Wald's, both with the normal quantile; none of them where
    a group has one customer only.
    """
    if True not in groups or False not in groups:
        return None
    written, kept = groups[False], groups[True]
    shares = [group["buyers"] / group["customers"] for group in (written, kept)]
    each = [group["spend"] / group["customers"] for group in (written, kept)]
    found: dict[str, Any] = {
        "written": _group(written),
        "held_out": _group(kept),
        **dict.fromkeys(("more_buying", "more_spend_each", "effect", "profit")),
        **dict.fromkeys(("more_buying_interval", "more_spend_each_interval", "effect_interval", "profit_interval")),
    }
    if min(written["customers"], kept["customers"]) < 2:
        return {**found, "verdict": "One of the groups has a single customer: nothing can be told."}
    more = each[0] - each[1]
    spread = _spread(group["spend_variance"] / group["customers"] for group in (written, kept))
    buying = shares[0] - shares[1]
    buying_spread = _spread(
        share * (1 - share) / group["customers"] for share, group in zip(shares, (written, kept), strict=True)
    )
    letters = written["customers"]
    profit = [letters * (margin * amount - cost) for amount in (more, more - spread, more + spread)]
    return {
        **found,
        "more_buying": buying,
        "more_buying_interval": [buying - buying_spread, buying + buying_spread],
        "more_spend_each": more,
        "more_spend_each_interval": [more - spread, more + spread],
        **({"effect": more / each[1], "effect_interval": _effect_ends(each, written, kept)} if each[1] > 0 else {}),
        "profit": profit[0],
        "profit_interval": profit[1:],
        "verdict": _verdict(profit),
    }


def _effect_ends(each: list[float], written: dict[str, Any], kept: dict[str, Any]) -> list[float]:
    """The interval of the ratio of both means, less 1 (delta method)."""
    ratio = each[0] / each[1]
    spread = _spread(
        [
            written["spend_variance"] / written["customers"] / each[1] ** 2,
            kept["spend_variance"] / kept["customers"] * ratio**2 / each[1] ** 2,
        ]
    )
    return [ratio - 1 - spread, ratio - 1 + spread]


def _spread(variances: Iterable[float]) -> float:
    return NORMAL_95 * math.sqrt(sum(variances))


def _group(group: dict[str, Any]) -> dict[str, Any]:
    customers = group["customers"]
    return {
        **{name: group[name] for name in ("customers", "buyers", "spend")},
        "spend_each": group["spend"] / customers,
        "share_buying": group["buyers"] / customers,
    }


def _verdict(profit: list[float]) -> str:
    _, low, high = profit
    if low > 0:
        return "The letters paid: more than chance explains."
    if high < 0:
        return "The letters cost more than they brought."
    return "The groups differ by no more than chance may do: the letters may have paid or not."
