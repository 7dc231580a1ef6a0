"""The months at which the model learns and is tested: never a random split, never an unfinished window."""

from datetime import datetime, timedelta

HORIZON_DAYS = 30  # from a cutoff on: who orders within them is what the model is asked
MIN_HISTORY_DAYS = 90
MIN_TRAINING_CUTOFFS = 2


def month_firsts(first_order_at: datetime, as_of: datetime) -> list[datetime]:
    """Midnight of the first of each month with at least 90 days of orders before it, up to `as_of`; oldest first."""
    begin = datetime(first_order_at.year, first_order_at.month, first_order_at.day) + timedelta(days=MIN_HISTORY_DAYS)
    firsts = []
    month = datetime(begin.year, begin.month, 1)
    while month <= as_of:
        if month >= begin:
            firsts.append(month)
        month = datetime(month.year + month.month // 12, month.month % 12 + 1, 1)
    return firsts


def completed(cutoffs: list[datetime], horizon_days: int, moment: datetime) -> list[datetime]:
    """Those cutoffs whose label window [cutoff, cutoff + horizon) has ended by `moment`."""
    return [cutoff for cutoff in cutoffs if cutoff + timedelta(days=horizon_days) <= moment]


def cutoffs_to_test(cutoffs: list[datetime], horizon_days: int, as_of: datetime) -> list[datetime]:
    """Those cutoffs whose window has ended by `as_of` and that have two completed training cutoffs before them."""
    return [
        cutoff
        for cutoff in completed(cutoffs, horizon_days, as_of)
        if len(completed(cutoffs, horizon_days, cutoff)) >= MIN_TRAINING_CUTOFFS
    ]
