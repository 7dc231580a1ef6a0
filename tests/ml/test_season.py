"""The intercept for the season: it must have proved itself on months that were over, and knows no other."""

from datetime import datetime

import numpy as np
import pytest
from scipy.special import expit

from ml.season import Month, Shift, choose_shift, clearly_better, errors, intercept, level

ODDS = np.linspace(-3, 1, 2_000)
SAID = expit(ODDS)


def month(cutoff: datetime, missed: float, seed: int = 0) -> Month:
    """A month in which the model said the same as ever, and the shop was so much livelier (in log odds)."""
    chance = np.random.default_rng([seed, cutoff.year, cutoff.month])
    return Month(cutoff, chance.random(len(ODDS)) < expit(ODDS + missed), SAID)


def two_years(missed: dict[int, float]) -> list[Month]:
    return [
        month(datetime(year, number, 1), missed.get(number, 0.0)) for year in (2019, 2020) for number in range(1, 13)
    ]


def test_level_brings_the_mean_to_the_rate() -> None:
    assert expit(ODDS + level(SAID, 0.4)).mean() == pytest.approx(0.4)
    assert (level(SAID, 1.0), level(SAID, 0.0)) == (3.0, -3.0)
    assert level(np.zeros(0), 0.3) == 0.0


def test_a_season_that_comes_back_is_taken_from_last_year() -> None:
    season = {1: -0.8, 2: 0.4, 4: 0.9, 6: -0.7, 7: 0.8, 9: -0.6, 11: 1.2, 12: -0.9}
    past = two_years(season)
    found = choose_shift(past, 30, datetime(2021, 11, 1))
    assert found.way in {"last_year", "base_rates"}
    assert found.log_odds == pytest.approx(1.2, abs=0.4)
    assert found.apply(SAID).mean() > SAID.mean()


def test_a_season_by_base_rates_needs_half_a_year_around_the_month() -> None:
    november = datetime(2021, 11, 1)
    past = two_years({11: 1.2})
    found = intercept("base_rates", past, november)
    assert found is not None and found > 0.5
    assert intercept("base_rates", [one for one in past if one.cutoff.month in {9, 10, 11}], november) is None


def test_a_level_that_lasts_is_followed() -> None:
    past = [month(datetime(2020, number, 1), 1.0) for number in range(1, 9)]
    assert choose_shift(past, 30, datetime(2020, 9, 1)).way == "recent"


def test_without_a_pattern_nothing_is_moved() -> None:
    assert choose_shift(two_years({}), 30, datetime(2021, 1, 1)) == Shift()
    assert choose_shift([], 30, datetime(2021, 1, 1)) == Shift()
    zigzag = [month(datetime(2020, number, 1), 0.5 * (-1) ** number) for number in range(1, 9)]
    assert choose_shift(zigzag, 30, datetime(2020, 9, 1)) == Shift()


def test_a_month_is_no_ground_before_its_window_is_over() -> None:
    past = [month(datetime(2020, number, 1), 1.0) for number in range(1, 5)]
    assert len(errors(past, 30)["recent"]) == 3  # January knows nothing, the others their predecessor
    assert len(errors(past, 60)["recent"]) == 2
    assert len(errors(past, 3650)["recent"]) == 0


def test_months_without_buyers_or_without_a_model_give_no_ground_and_no_nan() -> None:
    silent = [
        Month(datetime(2020, 1, 1), np.zeros(10, dtype=bool), None),
        Month(datetime(2020, 2, 1), np.zeros(10, dtype=bool), np.full(10, 0.2)),
        Month(datetime(2020, 3, 1), np.ones(10, dtype=bool), np.full(10, 0.2)),
    ]
    assert intercept("recent", silent[:1], datetime(2020, 2, 1)) is None
    assert np.isfinite(choose_shift(silent, 30, datetime(2021, 2, 1)).log_odds)


def test_a_gain_is_clear_only_beyond_its_chance() -> None:
    assert clearly_better([0.02, 0.03, 0.025])
    assert not clearly_better([0.02, 0.03])  # two months prove nothing
    assert not clearly_better([0.2, -0.01, 0.0])
    assert not clearly_better([0.0, 0.0, 0.0])
