"""The figures against numbers worked out by hand."""

import json

import numpy as np
import pytest

from ml import evaluation
from ml.evaluation import (
    best_recency_days,
    best_threshold,
    calibration_error,
    decisions,
    gains,
    gains_curve,
    histogram,
    intervals,
    lift,
    ranking,
    reliability,
    threshold_curve,
    weighted,
)
from ml.panel import Flags, Floats


def flags(*values: int) -> Flags:
    return np.array(values, dtype=bool)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=float)


def test_decisions_of_three_right_buyers_one_missed_and_two_false() -> None:
    bought = flags(1, 1, 1, 1, 0, 0, 0, 0, 0, 0)
    predicted = flags(1, 1, 1, 0, 1, 1, 0, 0, 0, 0)
    found = decisions(bought, predicted)
    assert found["confusion_matrix"] == [[4, 2], [1, 3]]
    assert found["accuracy"] == pytest.approx(0.7)
    assert found["precision"] == pytest.approx(3 / 5)
    assert found["recall"] == pytest.approx(3 / 4)
    assert found["f1"] == pytest.approx(2 / 3)  # 6 / 9
    assert found["f1_weighted"] == pytest.approx(0.4 * 6 / 9 + 0.6 * 8 / 11)
    assert found["f1_macro"] == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_everybody_buys_has_the_f1_of_its_base_rate() -> None:
    bought = flags(1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    assert decisions(bought, np.ones(10, dtype=bool))["f1"] == pytest.approx(2 * 0.3 / 1.3)


def test_nobody_buys_finds_nobody() -> None:
    found = decisions(flags(1, 0, 0, 0), np.zeros(4, dtype=bool))
    assert (found["accuracy"], found["precision"], found["recall"], found["f1"]) == (0.75, None, 0.0, 0.0)


def test_ranking_of_four_customers_by_hand() -> None:
    found = ranking(flags(1, 0, 1, 0), floats(0.9, 0.8, 0.7, 0.1))
    assert found["roc_auc"] == pytest.approx(3 / 4)  # of four pairs one is the wrong way round
    assert found["pr_auc"] == pytest.approx((1 + 2 / 3) / 2)
    assert found["brier"] == pytest.approx((0.01 + 0.64 + 0.09 + 0.01) / 4)


@pytest.mark.parametrize("bought", [flags(0, 0, 0), flags(1, 1, 1)])
def test_one_class_gives_none_for_what_ranks(bought: Flags) -> None:
    found = ranking(bought, floats(0.2, 0.3, 0.4))
    assert (found["roc_auc"], found["pr_auc"], found["lift_top_decile"]) == (None, None, None)
    assert found["brier"] is not None
    json.dumps(intervals(bought, floats(0.2, 0.3, 0.4), 0.3), allow_nan=False)


def test_an_empty_set_gives_none_everywhere() -> None:
    nothing, none = flags(), floats()
    figures = {**decisions(nothing, nothing), **ranking(nothing, none)}
    assert figures.pop("confusion_matrix") == [[0, 0], [0, 0]]
    assert set(figures.values()) == {None}
    assert set(intervals(nothing, none, 0.5).values()) == {None}
    assert reliability(nothing, none) == gains_curve(nothing, none) == []


def test_calibration_error_over_ten_bins_of_two() -> None:
    probability = np.repeat(np.arange(10) / 10, 2) + np.tile([0.0, 0.02], 10)
    bought = np.tile([True, False], 10)
    by_hand = np.mean([abs(low / 10 + 0.01 - 0.5) for low in range(10)])
    assert calibration_error(bought, probability) == pytest.approx(by_hand)
    assert [group["n"] for group in reliability(bought, probability)] == [2] * 10


def test_equal_probabilities_share_a_bin_in_whatever_order_the_rows_stand() -> None:
    bought = flags(1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    same = np.full(10, 0.3)
    assert calibration_error(bought, same) == pytest.approx(0.0)
    assert calibration_error(bought[::-1], same) == pytest.approx(0.0)


def test_lift_of_a_perfect_order_is_one_over_the_base_rate() -> None:
    bought = np.arange(20) < 5
    assert lift(bought, np.linspace(1, 0, 20), 0.1) == pytest.approx(4.0)
    assert lift(bought, np.full(20, 0.4), 0.1) == pytest.approx(1.0)


def test_gains_end_with_every_buyer() -> None:
    found = gains(flags(0, 1, 0, 1), floats(0.9, 0.8, 0.2, 0.1), floats(0, 0.25, 0.5, 0.75, 1))
    assert found.tolist() == pytest.approx([0, 0, 0.5, 0.5, 1])


def test_threshold_is_the_one_with_the_best_f1_and_counts_its_own_customers() -> None:
    bought = flags(0, 0, 1, 0, 1, 1)
    probability = floats(0.1, 0.2, 0.35, 0.4, 0.6, 0.8)
    threshold = best_threshold(bought, probability)
    assert threshold == pytest.approx(0.21)  # the lowest of those that take the upper four: F1 6 / 7
    assert decisions(bought, probability >= threshold)["f1"] == pytest.approx(6 / 7)


def test_threshold_cannot_be_chosen_without_a_buyer() -> None:
    with pytest.raises(ValueError, match="needs a buyer"):
        best_threshold(flags(0, 0), floats(0.1, 0.2))


def test_recency_rule_takes_the_days_that_separate_best() -> None:
    assert best_recency_days(flags(1, 1, 0, 0), floats(3, 20, 21, 200)) == 20


def test_threshold_curve_counts_every_customer_at_101_thresholds() -> None:
    curve = threshold_curve(flags(1, 0, 1), floats(0.5, 0.5, 1.0))
    assert len(curve) == 101
    assert all(point["tn"] + point["fp"] + point["fn"] + point["tp"] == 3 for point in curve)
    assert curve[50] == {"threshold": 0.5, "tn": 0, "fp": 1, "fn": 0, "tp": 2}
    assert curve[51] == {"threshold": 0.51, "tn": 1, "fp": 0, "fn": 1, "tp": 1}


def test_histogram_holds_every_customer_once_the_certain_ones_too() -> None:
    bins = histogram(flags(1, 0, 1, 0), floats(0.0, 0.05, 1.0, 1.0))
    assert sum(group["bought"] for group in bins) == sum(group["did_not"] for group in bins) == 2
    assert (bins[0]["bought"], bins[1]["did_not"], bins[-1]["bought"], bins[-1]["did_not"]) == (1, 1, 1, 1)


def test_interval_lies_around_the_figure() -> None:
    random = np.random.default_rng(7)
    probability = random.random(500)
    bought = random.random(500) < probability
    low, high = intervals(bought, probability, 0.5)["roc_auc"] or (1.0, 0.0)
    assert low < (ranking(bought, probability)["roc_auc"] or 0.0) < high


def test_figures_of_drawn_rows_are_those_of_the_rows_repeated() -> None:
    random = np.random.default_rng(5)
    probability = random.random(60).round(1)
    bought = random.random(60) < probability
    drawn = [np.bincount(random.integers(0, 60, 60), minlength=60) for _ in range(4)]
    counts = np.array([np.ones(60, dtype=int), *drawn])
    found = weighted(bought, probability, 0.5, counts)
    for draw, count in enumerate(counts):
        rows = np.repeat(np.arange(60), count)
        expected = {
            **decisions(bought[rows], probability[rows] >= 0.5),
            **ranking(bought[rows], probability[rows]),
        }
        for name in found.keys() - {"ece"}:  # its bins part equal probabilities by their place
            assert found[name][draw] == pytest.approx(expected[name]), name


def test_the_gains_curve_goes_from_nobody_to_everybody_in_fifty_steps() -> None:
    curve = gains_curve(flags(1, 0), floats(0.9, 0.1))
    assert [point["share_of_customers"] for point in curve] == pytest.approx([step / 50 for step in range(51)])
    assert [curve[step]["share_of_buyers"] for step in (0, 25, 50)] == pytest.approx([0, 1, 1])


def test_intervals_do_not_hang_on_how_many_draws_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    probability = random.random(50)
    given = (random.random(50) < probability, probability, 0.5)
    at_once = intervals(*given)
    monkeypatch.setattr(evaluation, "DRAWN_AT_ONCE", 50 * 7)  # 28 parts of seven draws, and one of four
    for name, edges in intervals(*given).items():
        assert edges == pytest.approx(at_once[name]), name
