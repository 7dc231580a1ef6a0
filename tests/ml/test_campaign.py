"""The ground of the profit curve: what the first customers brought in past months, by rankings chosen without a look
at what came."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from ml.backtest import ALL, Fits, Result, run_backtest
from ml.campaign import POINTS, RANKINGS, campaign_figures, choose_ranking, gains, interval_factor, ranking_keys
from tests.ml.made_panel import make_panel

CUTOFFS = [datetime(2011, month, 1) for month in range(1, 9)]
AS_OF = datetime(2012, 1, 1)


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return run_backtest(Fits(make_panel(cutoffs=CUTOFFS)), CUTOFFS, AS_OF)


@pytest.fixture(scope="module")
def rows(results: list[Result]) -> list[dict[str, Any]]:
    return gains(results)


def test_each_month_and_ranking_adds_up_to_everybody(results: list[Result], rows: list[dict[str, Any]]) -> None:
    looks = {one.cutoff: one for one in results if one.chosen and one.population is ALL}
    assert {(row["cutoff"], row["ranking"]) for row in rows} == {
        (cutoff, name) for cutoff in looks for name in RANKINGS
    }
    for row in rows:
        look = looks[row["cutoff"]]
        spend = look.rows.spend[ALL.horizon_days]
        assert len(row["spend"]) == len(row["contacts"]) == POINTS + 1
        assert row["contacts"][0] == row["buyers"][0] == row["spend"][0] == 0
        assert row["contacts"][-1] == row["customers"] == len(look.rows)
        assert row["buyers"][-1] == look.bought.sum()
        assert row["spend"][-1] == pytest.approx(spend.sum())
        assert row["spend_squares"][-1] == pytest.approx((spend**2).sum())


def test_the_first_customers_are_those_with_the_largest_key(results: list[Result], rows: list[dict[str, Any]]) -> None:
    look = next(one for one in results if one.chosen and one.population is ALL)
    for name in RANKINGS:
        row = next(row for row in rows if row["cutoff"] == look.cutoff and row["ranking"] == name)
        tenth = row["contacts"][POINTS // 10]
        first = np.argsort(-ranking_keys(name, look.probability, look.rows), kind="stable")[:tenth]
        assert row["buyers"][POINTS // 10] == look.bought[first].sum()
        assert row["spend"][POINTS // 10] == pytest.approx(look.rows.spend[ALL.horizon_days][first].sum())


def test_each_ranking_is_by_what_its_name_says() -> None:
    panel = make_panel(customers=20)
    chance, spent = np.linspace(0.9, 0.1, len(panel)), panel.column("monetary")
    keys = {"probability": chance, "past_spend": spent, "probability_and_spend": chance * spent}
    assert set(keys) == set(RANKINGS)
    for name in RANKINGS:
        assert ranking_keys(name, chance, panel) == pytest.approx(keys[name])


def month(day: datetime, **areas: float) -> list[dict[str, Any]]:
    """Rows of one month in which each ranking meets this share of the spend at the middle one of three points."""
    return [{"cutoff": day, "ranking": name, "spend": [0.0, 100 * area, 100.0]} for name, area in areas.items()]


def test_the_ranking_is_the_one_that_met_most_in_months_that_were_over() -> None:
    may, june, july = (datetime(2011, number, 1) for number in (5, 6, 7))
    rows = [
        *month(may, probability=0.5, past_spend=0.9, probability_and_spend=0.6),
        *month(june, probability=0.5, past_spend=0.6, probability_and_spend=0.8),
        *month(july, probability=1.0, past_spend=0.0, probability_and_spend=0.0),
    ]
    assert choose_ranking(rows, may) == "probability"  # nothing is over yet
    assert choose_ranking(rows, datetime(2011, 5, 31)) == "past_spend"
    assert choose_ranking(rows, july) == "past_spend"
    assert choose_ranking(rows, datetime(2011, 7, 30)) == "past_spend"  # July's 30 days end a day later
    assert choose_ranking(rows, datetime(2011, 7, 31)) == "probability"


def test_what_came_in_a_month_changes_nothing_of_how_that_month_s_customers_were_chosen(results: list[Result]) -> None:
    newest = max(one.cutoff for one in results if one.population is ALL)
    upside_down = [
        replace(one, rows=replace(one.rows, spend={ALL.horizon_days: -one.rows.spend[ALL.horizon_days]}))
        if one.cutoff == newest and one.population is ALL
        else one
        for one in results
    ]
    before, after = (
        [row["ranking"] for row in gains(some) if row["cutoff"] == newest and row["chosen"]]
        for some in (results, upside_down)
    )
    assert before == after and len(before) == 1


def test_an_interval_needs_three_months_and_is_student_s() -> None:
    assert interval_factor(2) is None
    assert interval_factor(3) == pytest.approx(1.8856 * np.sqrt(4 / 3), rel=1e-4)  # t(0.9; 2)
    assert interval_factor(7) == pytest.approx(1.4398 * np.sqrt(8 / 7), rel=1e-4)  # t(0.9; 6)
    assert interval_factor(1000) == pytest.approx(1.2816, rel=2e-3)


def test_without_a_tested_month_there_is_no_campaign() -> None:
    assert campaign_figures([], AS_OF) is None
