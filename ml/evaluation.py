"""How good probabilities are: every figure beside its baseline, and None, never NaN, where it has no meaning.

bought: (n,) True for customers who ordered in the window; probability: (n,) in 0 to 1.
"""

import math
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from ml.panel import Flags, Floats

THRESHOLDS: Floats = np.arange(101) / 100
CALIBRATION_BINS = 10
CERTAIN = 1e-6
TOP = 0.1
BOOTSTRAP_DRAWS = 200
DRAWN_AT_ONCE = 200_000  # rows times draws held in memory
INTERVAL = (2.5, 97.5)  # percentiles: a 95% interval


class Decisions(TypedDict):
    """Figures of a yes or no for each customer."""

    accuracy: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    f1_weighted: float | None
    f1_macro: float | None
    confusion_matrix: list[list[int]]


class Ranking(TypedDict):
    """Figures of the probabilities themselves, without a threshold."""

    roc_auc: float | None
    pr_auc: float | None
    brier: float | None
    ece: float | None
    lift_top_decile: float | None
    gain_top_decile: float | None
    log_loss: float | None


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def confusion(bought: Flags, predicted: Flags) -> tuple[int, int, int, int]:
    """True negatives, false positives, false negatives, true positives."""
    tp = int(np.sum(bought & predicted))
    fp = int(np.sum(~bought & predicted))
    fn = int(np.sum(bought & ~predicted))
    return len(bought) - tp - fp - fn, fp, fn, tp


def decisions(bought: Flags, predicted: Flags) -> Decisions:
    """Accuracy, precision, recall and F1 of buyers, F1 of both classes weighted by their size and unweighted (macro),
    [[tn, fp], [fn, tp]].

    F1 is 2 tp / (2 tp + fp + fn); without buyers, and without anyone predicted to be one, it is None.
    """
    tn, fp, fn, tp = confusion(bought, predicted)
    f1_buyers = _ratio(2 * tp, 2 * tp + fp + fn)
    f1_others = _ratio(2 * tn, 2 * tn + fp + fn)
    weighted = _ratio((f1_buyers or 0.0) * (tp + fn) + (f1_others or 0.0) * (tn + fp), tn + fp + fn + tp)
    return {
        "accuracy": _ratio(tn + tp, tn + fp + fn + tp),
        "precision": _ratio(tp, tp + fp),
        "recall": _ratio(tp, tp + fn),
        "f1": f1_buyers,
        "f1_weighted": weighted,
        "f1_macro": ((f1_buyers or 0.0) + (f1_others or 0.0)) / 2 if len(bought) else None,
        "confusion_matrix": [[tn, fp], [fn, tp]],
    }


def ranking(bought: Flags, probability: Floats) -> Ranking:
    """ROC-AUC, PR-AUC (average precision), Brier score, ECE, log loss, and of the most probable tenth the lift and the
    gain (its share of all buyers).

    Those that rank need both classes. A probability of 0 or 1 counts as 1e-6 away from it in the log loss.
    """
    two_classes = bool(bought.any() and not bought.all())
    return {
        "roc_auc": float(roc_auc_score(bought, probability)) if two_classes else None,
        "pr_auc": float(average_precision_score(bought, probability)) if two_classes else None,
        "brier": float(np.mean((probability - bought) ** 2)) if len(bought) else None,
        "ece": calibration_error(bought, probability),
        "lift_top_decile": lift(bought, probability, TOP) if two_classes else None,
        "gain_top_decile": float(gains(bought, probability, np.array([TOP]))[0]) if two_classes else None,
        "log_loss": float(np.mean(_log_losses(bought, probability))) if len(bought) else None,
    }


def _log_losses(bought: Flags, probability: Floats) -> Floats:
    certain = np.clip(np.where(bought, probability, 1 - probability), CERTAIN, 1)
    losses: Floats = -np.log(certain)
    return losses


class ReliabilityBin(TypedDict):
    """One bin of customers with similar probabilities."""

    mean_predicted: float
    share_bought: float
    n: int


def reliability(bought: Flags, probability: Floats) -> list[ReliabilityBin]:
    """Ten bins of equal count by probability; equal probabilities share a bin, so no bin hangs on the rows' order."""
    if not len(bought):
        return []
    _, inverse, counts = np.unique(probability, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    bins = (np.minimum(middle / len(bought), 1 - 1e-12) * CALIBRATION_BINS).astype(int)[inverse]
    return [
        {
            "mean_predicted": float(probability[bins == number].mean()),
            "share_bought": float(bought[bins == number].mean()),
            "n": int(np.sum(bins == number)),
        }
        for number in np.unique(bins)
    ]


def calibration_error(bought: Flags, probability: Floats) -> float | None:
    """Expected calibration error: the bins' |mean probability - share that bought|, weighted by their size."""
    if not len(bought):
        return None
    return sum(
        abs(group["mean_predicted"] - group["share_bought"]) * group["n"] for group in reliability(bought, probability)
    ) / len(bought)


def gains(bought: Flags, probability: Floats, shares: Floats) -> Floats:
    """The share of all buyers among the most probable `shares` (each 0 to 1) of customers.

    Among equal probabilities buyers count as spread evenly, so the figure does not hang on the rows' order.
    Raises ValueError without a buyer.
    """
    if not bought.any():
        raise ValueError("there is no buyer to find")
    _, inverse, counts = np.unique(-probability, return_inverse=True, return_counts=True)
    buyers = np.bincount(inverse.reshape(-1), weights=bought)
    reached = np.concatenate([[0.0], np.cumsum(counts)]) / len(bought)
    found = np.concatenate([[0.0], np.cumsum(buyers)]) / bought.sum()
    at_shares: Floats = np.interp(shares, reached, found)
    return at_shares


def lift(bought: Flags, probability: Floats, share: float) -> float | None:
    """How many times more buyers the most probable `share` of customers holds than as many taken at random."""
    return float(gains(bought, probability, np.array([share]))[0]) / share if bought.any() else None


def best_threshold(bought: Flags, probability: Floats) -> float:
    """The threshold among 0.00, 0.01 .. 1.00 with the highest F1 of buyers, the lowest of equal ones.

    A customer at the threshold counts as a buyer. Raises ValueError without a buyer.
    """
    if not bought.any():
        raise ValueError("a threshold needs a buyer to be chosen on")
    taken_from = np.sort(probability)
    buyers_from = np.sort(probability[bought])
    taken = len(taken_from) - np.searchsorted(taken_from, THRESHOLDS, side="left")
    tp = len(buyers_from) - np.searchsorted(buyers_from, THRESHOLDS, side="left")
    return float(THRESHOLDS[int(np.argmax(2 * tp / (taken + len(buyers_from))))])


def best_recency_days(bought: Flags, recency: Floats) -> int:
    """The d of 'ordered within the last d days will order again' with the highest F1 of buyers."""
    days = np.unique(recency)
    taken = np.searchsorted(np.sort(recency), days, side="right")
    tp = np.searchsorted(np.sort(recency[bought]), days, side="right")
    return int(days[int(np.argmax(2 * tp / np.maximum(taken + bought.sum(), 1)))])


def threshold_curve(bought: Flags, probability: Floats) -> list[dict[str, float]]:
    """The confusion matrix at each of 101 thresholds, so that a slider needs no request."""
    curve = []
    for threshold in THRESHOLDS:
        tn, fp, fn, tp = confusion(bought, probability >= threshold)
        curve.append({"threshold": float(threshold), "tn": tn, "fp": fp, "fn": fn, "tp": tp})
    return curve


def histogram(bought: Flags, probability: Floats, bins: int = 20) -> list[dict[str, float]]:
    """Customers by probability, split into those who bought and those who did not."""
    edges = np.arange(bins + 1) / bins
    buyers, _ = np.histogram(probability[bought], edges)
    others, _ = np.histogram(probability[~bought], edges)
    return [
        {"from": float(edges[place]), "to": float(edges[place + 1]), "bought": int(yes), "did_not": int(no)}
        for place, (yes, no) in enumerate(zip(buyers, others, strict=True))
    ]


def gains_curve(bought: Flags, probability: Floats) -> list[dict[str, float]]:
    """Share of buyers reached by share of customers, at 0, 2, 4 .. 100%; empty without a buyer."""
    if not bought.any():
        return []
    shares = np.arange(0, 51) / 50
    return [
        {"share_of_customers": float(share), "share_of_buyers": float(found)}
        for share, found in zip(shares, gains(bought, probability, shares), strict=True)
    ]


def draws(random: np.random.Generator, n: int, many: int) -> NDArray[np.int64]:
    """(many, n) how often each of n rows is taken when n are drawn with replacement, `many` times over."""
    rows = random.integers(0, n, (many, n)) + np.arange(many)[:, None] * n
    return np.bincount(rows.ravel(), minlength=many * n).reshape(many, n)


def intervals(bought: Flags, probability: Floats, threshold: float) -> dict[str, list[float] | None]:
    """95% intervals by the percentile bootstrap over customers, 200 seeded draws; None where a figure has no meaning.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    names = [name for name in (*Decisions.__annotations__, *Ranking.__annotations__) if name != "confusion_matrix"]
    if not len(bought):
        return dict.fromkeys(names)
    random = np.random.default_rng(0)
    drawn: dict[str, Floats] = {}
    step = max(1, DRAWN_AT_ONCE // len(bought))
    for begin in range(0, BOOTSTRAP_DRAWS, step):
        counts = draws(random, len(bought), min(step, BOOTSTRAP_DRAWS - begin))
        for name, values in weighted(bought, probability, threshold, counts).items():
            drawn[name] = np.append(drawn.get(name, []), values)
    return {
        name: None if np.isnan(drawn[name]).any() else [float(edge) for edge in np.percentile(drawn[name], INTERVAL)]
        for name in names
    }


def weighted(bought: Flags, probability: Floats, threshold: float, counts: NDArray[np.int64]) -> dict[str, Floats]:
    """The figures of `decisions` and `ranking` where row i counts as often as counts[draw, i] says: (draws,) each.

    The same definitions over sorted groups of equal probability, for all draws at once; NaN where there is none.
    """
    order = np.argsort(-probability, kind="stable")
    sizes = counts[:, order].astype(np.float64)
    sure, yes = probability[order], bought[order]
    firsts = np.flatnonzero(np.append(True, np.diff(sure) != 0))
    everybody = np.add.reduceat(sizes, firsts, axis=1)  # (draws, groups)
    buyers = np.add.reduceat(sizes * yes, firsts, axis=1)
    level = sure[firsts]
    n, positives = everybody.sum(axis=1), buyers.sum(axis=1)
    negatives = n - positives
    reached, found = np.cumsum(everybody, axis=1), np.cumsum(buyers, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        tp, taken = buyers[:, level >= threshold].sum(axis=1), everybody[:, level >= threshold].sum(axis=1)
        fp, fn = taken - tp, positives - tp
        tn = negatives - fp
        f1_buyers, f1_others = 2 * tp / (2 * tp + fp + fn), 2 * tn / (2 * tn + fp + fn)
        known_buyers, known_others = np.nan_to_num(f1_buyers), np.nan_to_num(f1_others)
        before = found - buyers
        others = everybody - buyers
        wins = (others * (before + buyers / 2)).sum(axis=1)
        average_precision = (buyers * np.nan_to_num(found / reached)).sum(axis=1) / positives
        two = (positives > 0) & (negatives > 0)
        gain = (
            np.array(
                [
                    np.interp(TOP * total, np.append(0, where), np.append(0, part))
                    for total, where, part in zip(n, reached, found, strict=True)
                ]
            )
            / positives
        )
        bins = (np.minimum((reached - everybody / 2) / n[:, None], 1 - 1e-12) * CALIBRATION_BINS).astype(int)
        bins += np.arange(len(n))[:, None] * CALIBRATION_BINS
        misses = np.bincount(bins.ravel(), (everybody * level - buyers).ravel(), CALIBRATION_BINS * len(n))
        return {
            "accuracy": (tn + tp) / n,
            "precision": tp / taken,
            "recall": tp / positives,
            "f1": f1_buyers,
            "f1_weighted": (known_buyers * positives + known_others * negatives) / n,
            "f1_macro": (known_buyers + known_others) / 2,
            "roc_auc": wins / (positives * negatives),
            "pr_auc": np.where(two, average_precision, np.nan),
            "brier": sizes @ ((sure - yes) ** 2) / n,
            "ece": np.abs(misses).reshape(len(n), -1).sum(axis=1) / n,
            "lift_top_decile": np.where(two, gain / TOP, np.nan),
            "gain_top_decile": np.where(two, gain, np.nan),
            "log_loss": sizes @ _log_losses(yes, sure) / n,
        }


def mean_of(values: list[float | None]) -> float | None:
    """The mean of those that are known, None without one."""
    known = [value for value in values if value is not None and not math.isnan(value)]
    return sum(known) / len(known) if known else None
