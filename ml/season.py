"""The level of a month: an intercept that moves all probabilities, kept only where past months speak clearly for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from ml.evaluation import calibration_error
from ml.panel import Flags, Floats

Way = Literal["none", "recent", "last_year", "base_rates"]
WAYS: tuple[Way, ...] = get_args(Way)
MIN_PAST = 3  # months on which a gain must show
MOST = 3.0  # log odds that an intercept may move
YEAR = 12


@dataclass(frozen=True)
class Month:
    """What came of one past cutoff: labels, and what the model fitted before it had said (None: there was none)."""

    cutoff: datetime
    bought: Flags
    probability: Floats | None

    @property
    def base_rate(self) -> float:
        """The share that bought, kept away from 0 and 1 by half a customer."""
        return float((self.bought.sum() + 0.5) / (len(self.bought) + 1))

    @property
    def missed(self) -> float | None:
        """The intercept that would have brought the mean probability to the share that bought."""
        return None if self.probability is None else level(self.probability, self.base_rate)


@dataclass(frozen=True)
class Shift:
    """An intercept to add to the log odds, and in which way it was found."""

    way: Way = "none"
    log_odds: float = 0.0

    def apply(self, probability: Floats) -> Floats:
        """(n,) the moved probabilities."""
        if not self.log_odds:
            return probability
        moved: Floats = expit(logit(np.clip(probability, 1e-9, 1 - 1e-9)) + self.log_odds)
        return moved


def clearly_better(gains: Sequence[float]) -> bool:
    """True where the mean gain is above twice its standard error over at least three months: hardly luck."""
    if len(gains) < MIN_PAST:
        return False
    return bool(np.mean(gains) > 2 * np.std(gains, ddof=1) / np.sqrt(len(gains)))


def level(probability: Floats, rate: float) -> float:
    """The intercept, in log odds, after which the mean probability is `rate`; at most 3 either way."""
    if not len(probability):
        return 0.0
    odds = logit(np.clip(probability, 1e-9, 1 - 1e-9))

    def above(shift: float) -> float:
        return float(expit(odds + shift).mean()) - rate

    if above(-MOST) >= 0 or above(MOST) <= 0:
        return -MOST if above(-MOST) >= 0 else MOST
    return float(brentq(above, -MOST, MOST))


def intercept(way: Way, past: Sequence[Month], cutoff: datetime) -> float | None:
    """The intercept for a cutoff by one way, from months whose windows were over by then; None where it has no ground.

    recent: half of what was missed in the last month. last_year: what was missed in the same month a year ago.
    base_rates: by how much the shares that bought in this month of earlier years lay above their year's middle.
    """
    if way == "none":
        return 0.0
    if way == "recent":
        missed = past[-1].missed if past else None
        return None if missed is None else missed / 2
    earlier = [month for month in past if month.cutoff.month == cutoff.month and month.cutoff.year < cutoff.year]
    if not earlier:
        return None
    if way == "last_year":
        return earlier[-1].missed
    rates = {month.cutoff: float(logit(month.base_rate)) for month in past}
    above = [
        rates[month.cutoff] - float(np.mean(around))
        for month in earlier
        if len(around := [rate for when, rate in rates.items() if abs((when - month.cutoff).days) <= 183]) >= YEAR // 2
    ]
    return float(np.mean(above)) if above else None


def errors(past: Sequence[Month], horizon_days: int) -> dict[Way, list[tuple[float, float]]]:
    """For each way the (ECE as the model said, ECE after the intercept) of the months where it has ground.

    Each month's intercept stands on those alone whose window of `horizon_days` was over by its cutoff.
    """
    found: dict[Way, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for month in past:
        if month.probability is None:
            continue
        plain = calibration_error(month.bought, month.probability)
        over = [other for other in past if other.cutoff + timedelta(days=horizon_days) <= month.cutoff]
        for way in WAYS:
            shift = intercept(way, over, month.cutoff)
            moved = None if shift is None else Shift(way, shift).apply(month.probability)
            error = None if moved is None else calibration_error(month.bought, moved)
            if plain is not None and error is not None:
                found[way].append((plain, error))
    return found


def choose_shift(past: Sequence[Month], horizon_days: int, cutoff: datetime) -> Shift:
    """The intercept for a cutoff, by the way that lowered the ECE of past months most, and clearly; else none."""
    best, best_gain = Shift(), 0.0
    for way, pairs in errors(past, horizon_days).items():
        gains = [plain - moved for plain, moved in pairs]
        shift = intercept(way, past, cutoff)
        if shift is not None and clearly_better(gains) and float(np.mean(gains)) > best_gain:
            best, best_gain = Shift(way, shift), float(np.mean(gains))
    return best
