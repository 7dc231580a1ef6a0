"""BG/NBD against its closed form, a simulated shop whose truth is known, and data that leads other fits astray."""

import numpy as np
import pytest
from scipy.special import hyp2f1

from ml.bgnbd import BgNbd, fit_bgnbd, log_likelihood
from ml.panel import Floats
from ml.rhythm import Rhythm

TRUTH = BgNbd(r=0.8, alpha=8.0, a=0.6, b=2.5)


def simulated(customers: int, weeks: float, later: float = 0.0, seed: int = 1) -> tuple[Rhythm, Floats]:
    """Customers of the model's own kind, seen for up to `weeks`, and their number of orders in the `later` weeks."""
    chance = np.random.default_rng(seed)
    rate = chance.gamma(TRUTH.r, 1 / TRUTH.alpha, customers)
    leaving = chance.beta(TRUTH.a, TRUTH.b, customers)
    age = chance.uniform(weeks / 2, weeks, customers)
    repeats, last, after = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    for one in range(customers):
        now = 0.0
        while (now := now + chance.exponential(1 / max(rate[one], 1e-12))) < age[one] + later:
            if now < age[one]:
                repeats[one], last[one] = repeats[one] + 1, now
            else:
                after[one] += 1
            if chance.random() < leaving[one]:
                break
    return Rhythm(repeats, last, age), after


def rhythm(*rows: tuple[float, float, float]) -> Rhythm:
    return Rhythm(*np.array(rows, dtype=float).T)


def test_expected_orders_are_those_of_the_closed_form() -> None:
    seen = rhythm((0, 0, 10), (1, 5, 20), (4, 30, 38), (60, 90, 100))
    x, last, age, weeks = seen.repeats, seen.last, seen.age, 90 / 7
    r, alpha, a, b = TRUTH.r, TRUTH.alpha, TRUTH.a, TRUTH.b
    series = hyp2f1(r + x, b + x, a + b + x - 1, weeks / (alpha + age + weeks))
    shrink = ((alpha + age) / (alpha + age + weeks)) ** (r + x)
    top = (a + b + x - 1) / (a - 1) * (1 - shrink * series)
    bottom = 1 + (x > 0) * a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    np.testing.assert_allclose(TRUTH.expected_orders(seen, 90), top / bottom, rtol=1e-6)


def test_expected_orders_are_smooth_where_the_closed_form_divides_by_zero() -> None:
    seen = rhythm((0, 0, 10), (3, 8, 20))
    low, one, high = (BgNbd(0.8, 8.0, a, 2.5).expected_orders(seen, 90) for a in (0.999, 1.0, 1.001))
    np.testing.assert_allclose(one, (low + high) / 2, rtol=1e-5)


def test_fit_finds_what_a_simulated_shop_does_next() -> None:
    seen, after = simulated(4_000, weeks=60, later=90 / 7)
    found = fit_bgnbd(seen)
    assert found.converged
    assert found.expected_orders(seen, 90).mean() == pytest.approx(after.mean(), rel=0.08)
    assert found.probability(seen, 90).mean() == pytest.approx((after > 0).mean(), abs=0.02)
    for customers in (seen.repeats == 0, (seen.repeats > 0) & (seen.repeats < 4), seen.repeats >= 4):
        some = seen.rows(customers)
        assert found.probability(some, 90).mean() == pytest.approx((after[customers] > 0).mean(), abs=0.05)


def test_parameters_come_back_from_a_simulated_shop() -> None:
    found = fit_bgnbd(simulated(6_000, weeks=100, seed=2)[0])
    assert found.r == pytest.approx(TRUTH.r, rel=0.25)
    assert found.alpha == pytest.approx(TRUTH.alpha, rel=0.25)
    assert found.a / (found.a + found.b) == pytest.approx(TRUTH.a / (TRUTH.a + TRUTH.b), rel=0.35)


@pytest.mark.parametrize(
    "seen",
    [
        rhythm((0, 0, 10)),
        rhythm(*[(0, 0, 20)] * 50),  # nobody came back: r has no end by itself
        rhythm(*[(3, 15, 20)] * 50),  # all alike
        rhythm(*[(400, 400, 400)] * 5, *[(0, 0, 1)] * 50),
        rhythm(*[(0, 0, 0)] * 10),  # everybody came today
        rhythm((3000, 5200, 5200), (1, 0.1, 5200)),  # a hundred years
        Rhythm(np.zeros(0), np.zeros(0), np.zeros(0)),
    ],
    ids=["one", "single orders", "all alike", "extremes", "today", "a century", "nobody"],
)
def test_odd_shops_give_sound_probabilities(seen: Rhythm) -> None:
    found = fit_bgnbd(seen)
    for days in (30, 90):
        probability, orders = found.probability(seen, days), found.expected_orders(seen, days)
        assert ((probability >= 0) & (probability <= 1)).all()
        assert (np.isfinite(orders) & (orders >= probability - 1e-9)).all()  # an order expected at least as often


def test_silence_lowers_and_orders_raise_the_probability() -> None:
    by_silence = TRUTH.probability(rhythm((5, 30, 30), (5, 20, 30), (5, 5, 30)), 30)
    assert (np.diff(by_silence) < 0).all()
    by_orders = TRUTH.probability(rhythm((0, 0, 30), (2, 30, 30), (8, 30, 30)), 30)
    assert (np.diff(by_orders) > 0).all()


def test_likelihood_of_an_extreme_customer_is_finite() -> None:
    assert np.isfinite(log_likelihood(np.log([0.8, 8.0, 0.6, 2.5]), rhythm((5000, 5000, 5001), (0, 0, 1e4)))).all()
