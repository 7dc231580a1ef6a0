"""New against served: the same customers of the same months, and only a clear difference counts."""

from datetime import datetime

import numpy as np
import pytest

from ml import comparison as comparing
from ml.backtest import ALL, Fits, run_backtest
from ml.comparison import Comparison, Difference, Look, clearly_worse, compare, differences
from ml.panel import Flags, Floats
from ml.predictor import PurchasePredictor
from tests.ml.made_panel import make_panel

MONTHS = [datetime(2021, month, 1) for month in range(1, 9)]


def looks(said_by_new: float, said_by_served: float, customers: int = 300) -> list[Look]:
    """Three months in which each model knows a share of what will come."""
    random = np.random.default_rng(1)
    found = []
    for month in MONTHS[:3]:
        bought = random.random(customers) < 0.3

        def said(share: float, bought: Flags = bought) -> Floats:
            known = random.random(customers) < share
            return np.where(known, np.where(bought, 0.7, 0.2), 0.3) + random.random(customers) / 100

        names = np.array([f"c{number}" for number in range(customers)], dtype=object)
        found.append(Look(month, names, bought, said(said_by_new), said(said_by_served)))
    return found


def comparison(*found: Difference) -> Comparison:
    return Comparison("kind", "logistic", "gradient_boosting", ["2021-01-01"], list(found))


WORSE = Difference("pr_auc", 0.5, 0.6, -0.15, -0.05)
BETTER = Difference("log_loss", 0.4, 0.5, -0.15, -0.05)
NEITHER = Difference("pr_auc", 0.59, 0.6, -0.03, 0.01)


def test_a_model_that_knows_less_is_clearly_worse_and_one_that_knows_more_is_clearly_better() -> None:
    assert [one.clearly for one in differences(looks(0.2, 0.8))] == ["worse", "worse"]
    assert [one.clearly for one in differences(looks(0.8, 0.2))] == ["better", "better"]


def test_a_small_difference_among_few_customers_is_not_clear() -> None:
    assert [one.clearly for one in differences(looks(0.5, 0.52, customers=60))] == [None, None]


def test_the_same_forecasts_do_not_differ_at_all() -> None:
    same = [Look(look.cutoff, look.customers, look.bought, look.new, look.new) for look in looks(0.5, 0.5)]
    assert [(one.low, one.high, one.clearly) for one in differences(same)] == [(0, 0, None), (0, 0, None)]


def test_a_pairing_of_customers_makes_the_interval_narrower_than_their_own_spread() -> None:
    """Nearly the same forecasts differ by little, however much the figure itself hangs on who is drawn."""
    near = [Look(look.cutoff, look.customers, look.bought, look.new + 1e-4, look.new) for look in looks(0.5, 0.5)]
    log_loss = differences(near)[1]
    assert log_loss.high - log_loss.low < 0.001


def test_the_interval_does_not_hang_on_how_many_draws_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    given = looks(0.5, 0.6, customers=60)
    at_once = differences(given)
    monkeypatch.setattr(comparing, "DRAWN_AT_ONCE", 60 * 7)  # 28 parts of seven draws, and one of four
    for found, expected in zip(differences(given), at_once, strict=True):
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high)), found.figure


def test_a_month_without_buyers_leaves_the_figure_that_has_a_meaning() -> None:
    quiet = [
        Look(look.cutoff, look.customers, np.zeros_like(look.bought), look.new, look.served) for look in looks(0.5, 0.5)
    ]
    assert [one.figure for one in differences(quiet)] == ["log_loss"]


@pytest.mark.parametrize(
    ("found", "worse"),
    [((WORSE,), True), ((WORSE, NEITHER), True), ((NEITHER,), False), ((WORSE, BETTER), False), ((), False)],
)
def test_clearly_worse_is_worse_by_one_figure_and_better_by_none(found: tuple[Difference, ...], worse: bool) -> None:
    assert clearly_worse([comparison(*found)]) is worse


def test_a_file_is_asked_only_about_months_that_begin_after_all_it_learned_from() -> None:
    panel = make_panel(cutoffs=MONTHS)
    fits = Fits(panel)
    results = run_backtest(fits, MONTHS, datetime(2021, 9, 15))
    served = PurchasePredictor("logistic").fit(fits, MONTHS[:4], ALL)  # the last window ends on 1 May
    found = compare(results, "logistic", served)
    assert [(one.by, one.months) for one in found] == [
        ("file", ["2021-05-01", "2021-06-01", "2021-07-01", "2021-08-01"])
    ]
    all_seen = PurchasePredictor("logistic").fit(fits, MONTHS, ALL)
    assert compare(results, "logistic", all_seen) == []


def test_another_kind_is_compared_on_all_test_months_and_stored_with_its_verdict() -> None:
    panel = make_panel(cutoffs=MONTHS)
    fits = Fits(panel)
    results = run_backtest(fits, MONTHS, datetime(2021, 9, 15))
    served = PurchasePredictor("random_forest").fit(fits, MONTHS, ALL)
    (found,) = compare(results, "bg_nbd", served)
    row = found.row()
    assert (row["by"], row["new"], row["served"]) == ("kind", "bg_nbd", "random_forest")
    assert len(row["months"]) == len({r.cutoff for r in results if r.population is ALL})
    assert {one["figure"]: one["clearly"] for one in row["differences"]} == {"pr_auc": "worse", "log_loss": "worse"}
