"""The rolling procedure: each month only what was known then."""

import json
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from ml.backtest import ALL, POPULATIONS, Fits, Result, choose_model, run_backtest
from ml.candidates import MODEL_NAMES, ModelName
from ml.metrics import GAP_GROUPS, ORDER_GROUPS, metrics, summary
from tests.ml.made_panel import CUTOFFS, make_panel

AS_OF = datetime(2021, 7, 1)


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return run_backtest(Fits(make_panel()), CUTOFFS, AS_OF)


def test_later_labels_change_nothing_at_an_earlier_cutoff(results: list[Result]) -> None:
    panel = make_panel()
    april = np.datetime64("2021-04-01")
    for labels in panel.labels.values():
        labels[panel.cutoffs > april] = ~labels[panel.cutoffs > april]
    again = run_backtest(Fits(panel), CUTOFFS, AS_OF)
    looks = [(one, other) for one, other in zip(results, again, strict=True) if one.cutoff <= datetime(2021, 4, 1)]
    assert looks
    for one, other in looks:
        assert (one.model, one.chosen, one.threshold) == (other.model, other.chosen, other.threshold)
        np.testing.assert_array_equal(one.probability, other.probability)


def test_own_labels_do_not_move_the_threshold_or_the_probabilities(results: list[Result]) -> None:
    panel = make_panel()
    last = panel.cutoffs == np.datetime64("2021-05-01")
    panel.labels[30][last] = ~panel.labels[30][last]
    again = run_backtest(Fits(panel), CUTOFFS, AS_OF)
    for one, other in zip(results, again, strict=True):
        if one.population is ALL and one.cutoff == CUTOFFS[-1]:
            assert one.threshold == other.threshold
            np.testing.assert_array_equal(one.probability, other.probability)
            assert one.decisions != other.decisions


def test_one_model_is_chosen_at_each_look_and_logistic_at_first(results: list[Result]) -> None:
    looks = {(result.cutoff, result.population.name) for result in results}
    for cutoff, name in looks:
        chosen = [r.model for r in results if r.chosen and (r.cutoff, r.population.name) == (cutoff, name)]
        assert len(chosen) == 1
    assert {result.population.name for result in results} == {population.name for population in POPULATIONS}
    first = min(result.cutoff for result in results)
    assert [r.model for r in results if r.cutoff == first and r.population is ALL and r.chosen] == ["logistic"]


def with_pr_auc(results: list[Result], figures: dict[ModelName, list[float]]) -> list[Result]:
    """Looks at all customers in March, April and May where each model's PR-AUC was these."""
    one = {result.model: result for result in results if result.population is ALL}
    return [
        replace(one[name], cutoff=cutoff, ranking={**one[name].ranking, "pr_auc": value})
        for name, values in figures.items()
        for cutoff, value in zip(CUTOFFS[2:], values, strict=True)
    ]


def test_a_model_that_was_clearly_better_in_the_past_is_shipped_next(results: list[Result]) -> None:
    past = with_pr_auc(results, {"logistic": [0.5, 0.6, 0.55], "random_forest": [0.6, 0.69, 0.66]})
    assert choose_model(past, 30, AS_OF) == "random_forest"
    assert choose_model([result for result in past if result.model == "random_forest"], 30, AS_OF) == "random_forest"


def test_two_months_or_luck_in_one_of_three_do_not_change_the_model(results: list[Result]) -> None:
    lucky = with_pr_auc(results, {"logistic": [0.5, 0.6, 0.55], "random_forest": [0.7, 0.59, 0.54]})
    assert choose_model(lucky, 30, AS_OF) == "logistic"
    better = with_pr_auc(results, {"logistic": [0.5, 0.6, 0.55], "random_forest": [0.6, 0.69, 0.66]})
    assert choose_model(better, 30, datetime(2021, 5, 15)) == "logistic"
    assert choose_model(better, 30, datetime(2021, 1, 1)) == "logistic"


def test_metrics_are_json_with_the_newest_month_on_top(results: list[Result]) -> None:
    found = json.loads(json.dumps(metrics(results), allow_nan=False))
    assert found["cutoff"] == "2021-05-01"
    assert found["population"] == "all"
    assert sum(map(sum, found["confusion_matrix"])) == found["n"] == 200
    at_threshold = next(p for p in found["threshold_curve"] if p["threshold"] == found["threshold"])
    assert [[at_threshold["tn"], at_threshold["fp"]], [at_threshold["fn"], at_threshold["tp"]]] == found[
        "confusion_matrix"
    ]
    assert sum(group["n"] for group in found["reliability"]) == 200
    assert sum(group["bought"] + group["did_not"] for group in found["score_histogram"]) == 200
    assert {model["model"] for model in found["models"]} == set(MODEL_NAMES)
    assert set(found["baselines"]) == {"everybody_buys", "nobody_buys", "recency_rule"}


def test_a_month_without_a_buyer_gives_none_and_no_error() -> None:
    panel = make_panel()
    panel.labels[30][panel.cutoffs == np.datetime64("2021-05-01")] = False
    found = metrics(run_backtest(Fits(panel), CUTOFFS, AS_OF))
    assert (found["roc_auc"], found["pr_auc"], found["lift_top_decile"], found["gains"]) == (None, None, None, [])
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("established", [0, 1, 2])
def test_a_past_month_counts_from_its_first_deciding_customer_on(established: int) -> None:
    panel = make_panel()
    last = panel.cutoffs == np.datetime64(CUTOFFS[-1])
    panel.column("order_days")[last] = np.where(np.arange(last.sum()) < established, 3.0, 1.0)
    panel.column("recency")[last] = 9.0
    month = Fits(panel).past("logistic", 60, AS_OF)[-1]
    assert (month.cutoff, len(month.bought)) == (CUTOFFS[-1], established)
    assert (None if month.probability is None else len(month.probability)) == (established or None)


def test_without_any_buyer_there_is_nothing_to_report() -> None:
    panel = make_panel()
    panel.labels[30][:] = False
    with pytest.raises(ValueError, match="no test cutoff"):
        metrics(run_backtest(Fits(panel), CUTOFFS, AS_OF))


def test_a_leak_would_be_too_good_to_be_true() -> None:
    """A feature that knows the label lifts the AUC far above what the honest features reach."""
    honest = make_panel()
    leaking = make_panel()
    leaking.features[:, 0] = leaking.labels[30] * 40 + 1
    figures = [summary(run_backtest(Fits(panel), CUTOFFS, AS_OF))[0]["roc_auc"]["mean"] for panel in (honest, leaking)]
    assert figures[0] < 0.9
    assert figures[1] > 0.99


@pytest.mark.parametrize("groups", [GAP_GROUPS, ORDER_GROUPS])
def test_each_customer_is_in_one_group(groups: tuple[tuple[float, float], ...]) -> None:
    begins, ends = zip(*groups, strict=True)
    assert (begins[1:], ends[-1]) == (ends[:-1], np.inf)
    assert all(begin < end for begin, end in groups)
