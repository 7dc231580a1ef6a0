"""Expected spend: each figure by hand, no month looked at before it is over, and sound amounts for odd shops."""

import json
from datetime import datetime

import numpy as np
import pytest

from ml import gamma_gamma
from ml.gamma_gamma import fit_gamma_gamma
from ml.panel import Panel
from ml.value import (
    HORIZON_DAYS,
    VALUE_NAMES,
    Ends,
    ValueFits,
    ValueName,
    ValueResult,
    choose_value_model,
    deviance,
    forecast_value,
    make_value_model,
    run_value_backtest,
    value_figures,
    value_summary,
)
from tests.ml.made_panel import make_panel

MONTHS = [datetime(2021, month, 1) for month in range(1, 10)]
AS_OF = datetime(2022, 1, 1)


@pytest.fixture(scope="module")
def results() -> list[ValueResult]:
    return run_value_backtest(ValueFits(make_panel(cutoffs=MONTHS)), MONTHS, AS_OF)


def test_figures_of_three_customers_by_hand() -> None:
    found = value_figures(np.array([10.0, 20.0, 40.0]), np.array([0.0, 30.0, 70.0]))
    assert found["mean_absolute_error"] == pytest.approx(50 / 3)
    assert found["median_absolute_error"] == 10
    assert found["bias"] == pytest.approx(70 / 100 - 1)
    assert found["rank_correlation"] == pytest.approx(1.0)


def test_deviance_is_least_at_the_mean_and_not_at_the_median() -> None:
    actual = np.array([0.0, 0.0, 0.0, 100.0])
    at = {level: deviance(np.full(4, level), actual) for level in (5.0, 20.0, 25.0, 30.0, 100.0)}
    assert min(at, key=lambda level: at[level]) == 25.0


def test_a_window_without_spend_has_figures_and_no_nan() -> None:
    found = value_figures(np.zeros(5), np.zeros(5))
    assert (found["bias"], found["rank_correlation"]) == (None, None)
    json.dumps(found, allow_nan=False)


def test_every_model_and_rule_is_measured_and_one_ships_at_each_month(results: list[ValueResult]) -> None:
    cutoffs = sorted({result.cutoff for result in results})
    assert cutoffs == [datetime(2021, month, 1) for month in (6, 7, 8, 9)]  # two windows of 90 days are over by then
    for cutoff in cutoffs:
        looks = [result for result in results if result.cutoff == cutoff]
        assert {result.model for result in looks} == set(VALUE_NAMES)
        assert sum(result.chosen for result in looks) == 1
    rows = [result.row() for result in results]
    json.dumps(rows, allow_nan=False)
    assert {row["model"] for row in value_summary(results)} == {"shipped", *VALUE_NAMES}


def test_later_spend_changes_nothing_at_an_earlier_month(results: list[ValueResult]) -> None:
    panel = make_panel(cutoffs=MONTHS)
    # Of the months from April on no window is over by June or July, so not one amount of theirs may be known there.
    panel.spend[HORIZON_DAYS][panel.cutoffs >= np.datetime64("2021-05-01")] *= 50
    again = run_value_backtest(ValueFits(panel), MONTHS, AS_OF)
    looks = [(one, other) for one, other in zip(results, again, strict=True) if one.cutoff <= datetime(2021, 7, 1)]
    assert looks
    for one, other in looks:
        np.testing.assert_array_equal(one.expected, other.expected)
        assert one.chosen == other.chosen


def test_a_planted_leak_is_too_good_to_be_true(results: list[ValueResult]) -> None:
    panel = make_panel(cutoffs=MONTHS)
    panel.column("products_per_order")[:] = panel.spend[HORIZON_DAYS]
    leaking = run_value_backtest(ValueFits(panel), MONTHS, AS_OF)
    ranks = [
        next(row["rank_correlation"] for row in value_summary(found) if row["model"] == "gradient_boosting")
        for found in (results, leaking)
    ]
    assert ranks[0] < 0.8
    assert ranks[1] > 0.95


def test_intervals_hold_the_expected_amount_and_about_four_of_five_customers() -> None:
    chance = np.random.default_rng(5)
    expected = chance.gamma(2, 50, 20_000)
    actual = expected * chance.gamma(0.5, 2, 20_000)
    ends = Ends.of(expected[:10_000], actual[:10_000])
    low, high = ends.interval(expected[10_000:])
    assert ((low <= expected[10_000:]) & (expected[10_000:] <= high)).all()
    assert np.mean((low <= actual[10_000:]) & (actual[10_000:] <= high)) == pytest.approx(0.8, abs=0.03)


def test_the_same_amount_expected_of_all_gives_one_group() -> None:
    low, high = Ends.of(np.full(50, 3.0), np.arange(50.0)).interval(np.array([3.0, 4.0]))
    assert np.isfinite([low, high]).all()


def test_a_model_that_was_clearly_better_ships(results: list[ValueResult]) -> None:
    past = [result for result in results if result.model in {"bg_nbd_gamma_gamma", "gradient_boosting"}]
    assert choose_value_model(past, datetime(2021, 8, 1)) == "bg_nbd_gamma_gamma"  # no window of 90 days is over
    exact = [
        ValueResult(
            one.cutoff,
            one.model,
            one.chosen,
            one.actual if one.model == "gradient_boosting" else one.expected,
            one.actual,
            None,
        )
        for one in past
    ]
    assert choose_value_model(exact, AS_OF) == "gradient_boosting"


def test_without_a_tested_month_no_amount_is_told() -> None:
    panel = make_panel(cutoffs=MONTHS)
    assert forecast_value(ValueFits(panel), [], MONTHS, AS_OF) is None


def test_the_forecast_tells_an_amount_with_both_ends(results: list[ValueResult]) -> None:
    panel = make_panel(cutoffs=MONTHS)
    forecast = forecast_value(ValueFits(panel), results, MONTHS, AS_OF)
    assert forecast is not None
    expected, low, high = forecast.expected(panel)
    assert low is not None and high is not None
    assert np.isfinite(expected).all() and (low >= 0).all() and (low <= expected).all() and (expected <= high).all()


def odd(panel: Panel, kind: str) -> Panel:
    """The panel with all spend nothing, or only returns, or all customers alike."""
    if kind == "alike":
        panel.features[:] = panel.features[0]
    else:
        amount = {"nothing": 0.0, "only returns": -50.0}[kind]
        panel.features[:, [14, 15, 16]] = amount
        panel.spend[HORIZON_DAYS][:] = amount
    return panel


@pytest.mark.parametrize("kind", ["nothing", "only returns", "alike"])
@pytest.mark.parametrize("name", VALUE_NAMES)
def test_odd_shops_get_finite_amounts_of_zero_or_more(name: ValueName, kind: str) -> None:
    panel = odd(make_panel(customers=60, cutoffs=MONTHS[:3]), kind)
    model = make_value_model(name)
    model.fit(panel)
    expected = model.expected(panel)
    assert (np.isfinite(expected) & (expected >= 0)).all()


def test_gamma_gamma_draws_few_orders_to_the_usual_and_believes_many() -> None:
    chance = np.random.default_rng(4)
    orders = chance.integers(1, 30, 3_000).astype(float)
    own = 40 * chance.gamma(4, 1 / 4, 3_000)
    seen = np.array([chance.gamma(3, mean / 3, int(count)).mean() for mean, count in zip(own, orders, strict=True)])
    found = fit_gamma_gamma(orders, seen)
    once, often = found.expected(np.array([1.0, 30.0]), np.array([400.0, 400.0]))
    assert once < often < 400
    assert found.expected(orders, seen).mean() == pytest.approx(own.mean(), rel=0.05)
    assert np.abs(found.expected(orders, seen) - own).mean() < np.abs(seen - own).mean()


def test_gamma_gamma_finds_the_parameters_that_made_the_orders() -> None:
    random = np.random.default_rng(2)
    p, q, v = 6.0, 3.0, 60.0
    orders = random.integers(1, 12, 8_000).astype(float)
    rate = random.gamma(q, 1 / v, len(orders))
    found = fit_gamma_gamma(orders, random.gamma(p * orders, 1 / (orders * rate)))
    assert [found.p, found.q, found.v * found.scale] == pytest.approx([p, q, v], rel=0.15)


def test_gamma_gamma_of_very_many_is_that_of_some_from_the_first_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    orders, value = random.integers(1, 12, 100).astype(float), random.gamma(6, 10, 100)
    some = [0, 24, 49, 74, 99]
    expected = fit_gamma_gamma(orders[some], value[some])
    monkeypatch.setattr(gamma_gamma, "MOST_CUSTOMERS", 5)
    assert fit_gamma_gamma(orders, value) == expected


def test_gamma_gamma_of_nobody_or_only_returns_is_next_to_nothing() -> None:
    for orders, value in ((np.zeros(0), np.zeros(0)), (np.ones(5), np.full(5, -3.0))):
        assert 0 <= fit_gamma_gamma(orders, value).expected(np.array([1.0]), np.array([0.0]))[0] < 1


def test_the_currency_does_not_matter() -> None:
    orders, value = np.arange(1.0, 40.0), np.linspace(5, 80, 39)
    pounds, yen = (fit_gamma_gamma(orders, value * rate).expected(orders, value * rate) for rate in (1, 200))
    np.testing.assert_allclose(yen, pounds * 200, rtol=1e-4)
