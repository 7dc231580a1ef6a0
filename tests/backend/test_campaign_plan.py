"""The profit curve by hand, and what a comparison with the hold-out group may say."""

from typing import Any

import numpy as np
import pytest

from backend.campaign_plan import Month, Terms, _break_even, plan, smallest_effect_seen
from backend.campaign_result import result

# Ten customers: the first spends 100, the second 50, the third 10, the others nothing.
SPEND = [0, 100, 150, 160, 160, 160, 160, 160, 160, 160, 160]
SQUARES = [0, 10000, 12500, 12600, 12600, 12600, 12600, 12600, 12600, 12600, 12600]
BUYERS = [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3]
MONTH = Month(10, list(range(11)), BUYERS, SPEND, SQUARES)
DOUBLE = Month(10, list(range(11)), BUYERS, [2 * spend for spend in SPEND], [4 * square for square in SQUARES])
TERMS = Terms(margin=0.5, cost=2, effect=0.2, hold_out=0)


def test_as_many_are_written_to_as_bring_more_than_they_cost() -> None:
    found = plan([MONTH], 10, TERMS, None)
    # A letter brings 0.5 * 0.2 of spend: 10 and 5 for the first two, 1 for the third, at a cost of 2 each.
    assert found["best"]["customers"] == 2
    assert found["best"]["profit"] == pytest.approx(0.1 * 150 - 4)
    assert found["best"]["profit_low"] is None
    assert [point["profit"] for point in found["curve"][:4]] == pytest.approx([0, 8, 11, 10])


def test_a_larger_shop_of_today_is_scaled_to() -> None:
    best = plan([MONTH], 1000, TERMS, None)["best"]
    assert (best["customers"], best["buyers"]) == (200, 200)
    assert best["profit"] == pytest.approx(1100)


def test_budget_and_capacity_hold() -> None:
    assert plan([MONTH], 10, Terms(0.5, 2, 0.2, 0, budget=3), None)["best"]["customers"] == 1
    assert plan([MONTH], 10, Terms(0.5, 2, 0.2, 0, capacity=1), None)["best"]["customers"] == 1
    assert plan([MONTH], 10, Terms(0.5, 2, 0.2, 0, budget=0), None)["best"]["customers"] == 0


@pytest.mark.parametrize(
    ("limit", "hold_out", "chosen", "letters"),
    [
        ({"budget": 39}, 0, 19, 19),  # below the first point, at a hundred customers
        ({"budget": 39}, 0.1, 21, 19),
        ({"capacity": 19}, 0.1, 21, 19),
        ({"budget": 301}, 0, 150, 150),  # between two points
        ({"budget": 2}, 0.1, 1, 1),
        ({"budget": 1.99}, 0.1, 0, 0),
    ],
)
def test_a_limit_between_two_points_is_used_up(
    limit: dict[str, Any], hold_out: float, chosen: int, letters: int
) -> None:
    found = plan([MONTH, DOUBLE], 1000, Terms(0.5, 2, 0.2, hold_out, **limit), 1.5)
    best = found["best"]
    assert (best["customers"], best["letters"]) == (chosen, letters)
    # Of the first hundred each would spend 100 or 200, of the second 50 or 100.
    spend = 1.5 * (100 * min(chosen, 100) + 50 * max(chosen - 100, 0))
    share = letters / max(chosen, 1)
    assert best["profit"] == pytest.approx(share * 0.1 * spend - 2 * letters)
    assert found["chosen"] == best
    assert found["changes"][-1]["customers"] > best["customers"]


def test_a_budget_of_as_many_letters_as_it_buys_in_decimals_buys_them() -> None:
    assert plan([MONTH], 1000, Terms(0.5, 0.1, 0.2, 0, budget=0.3), None)["best"]["letters"] == 3


def test_a_plan_before_the_first_point_tells_which_effect_its_hold_out_would_show() -> None:
    half_spend = Month(10, [0, 10], [0, 5], [0, 500], [0, 50_000])  # 100 each: mean 50, deviation 50
    found = plan([half_spend], 1000, Terms(0.5, 2, 0.2, 0.5, budget=80), None)
    assert (found["best"]["letters"], found["best"]["customers"]) == (40, 80)
    assert found["smallest_effect_seen"] == pytest.approx(2.8 * np.sqrt(2 / 40))


def test_where_writing_does_not_pay_nobody_is_written_to() -> None:
    best = plan([MONTH], 10, Terms(0.5, 11, 0.2, 0), None)["best"]
    assert (best["customers"], best["letters"], best["profit"]) == (0, 0, 0)


def test_who_is_held_out_costs_nothing_and_brings_nothing() -> None:
    half = plan([MONTH], 10, Terms(0.5, 2, 0.2, 0.5), None, chosen=2)["chosen"]
    assert half["letters"] == 1
    assert half["profit"] == pytest.approx(11 / 2)


def test_a_number_between_two_points_is_promised_its_own_share() -> None:
    terms = Terms(margin=0.5, cost=2, effect=0.2, hold_out=0.5)
    chosen = plan([MONTH, DOUBLE], 1000, terms, 1.5, chosen=150)["chosen"]
    # The first hundred would spend 10,000 in the one month and the next 5,000; twice that in the other. Half are held.
    assert (chosen["customers"], chosen["letters"], chosen["buyers"]) == (150, 75, pytest.approx(150))
    assert chosen["spend"] == pytest.approx((12_500 + 25_000) / 2)
    assert chosen["profit"] == pytest.approx(0.05 * 18_750 - 150)
    assert chosen["profit_high"] - chosen["profit"] == pytest.approx(1.5 * np.std([625, 1250], ddof=1))
    few = plan([MONTH], 1000, TERMS, None, chosen=2)["chosen"]
    assert (few["customers"], few["profit"]) == (2, pytest.approx(0.1 * 200 - 4))
    everybody = plan([MONTH], 1000, TERMS, None, chosen=5000)["chosen"]
    assert everybody == plan([MONTH], 1000, TERMS, None)["curve"][-1]


def test_at_the_break_even_terms_the_profit_is_nothing() -> None:
    found = plan([MONTH], 10, TERMS, None)["break_even"]
    for name, value in found.items():
        terms = Terms(**{"margin": 0.5, "cost": 2, "effect": 0.2, "hold_out": 0, name: value})
        assert plan([MONTH], 10, terms, None, chosen=2)["chosen"]["profit"] == pytest.approx(0)


def test_the_interval_is_as_wide_as_the_months_differ() -> None:
    best = plan([MONTH, DOUBLE], 10, TERMS, 1.5, chosen=2)["chosen"]
    assert best["profit"] == pytest.approx(0.1 * 225 - 4)
    spread = 1.5 * np.std([15, 30], ddof=1)
    assert (best["profit_low"], best["profit_high"]) == pytest.approx(
        (best["profit"] - spread, best["profit"] + spread)
    )


def test_half_the_effect_asks_for_fewer_letters() -> None:
    changes = {change["change"]: change for change in plan([MONTH], 10, TERMS, None)["changes"]}
    assert changes["effect doubled"]["customers"] == 2  # the third brings as much as it costs: not worth a letter
    assert changes["cost doubled"]["profit"] == pytest.approx(0.1 * 150 - 8)
    assert changes["margin halved"]["profit"] == pytest.approx(0.05 * 150 - 4)


def test_without_a_hold_out_no_effect_can_be_seen() -> None:
    assert plan([MONTH], 10, TERMS, None)["smallest_effect_seen"] is None
    with_some = plan([MONTH], 1000, Terms(0.5, 2, 0.2, 0.5), None, chosen=200)["smallest_effect_seen"]
    # Spend of the first two: mean 75, deviation 25; 100 on either side.
    assert with_some == pytest.approx(2.8 * 25 * np.sqrt(2 / 100) / 75)


def group(spend: Any) -> dict[str, Any]:
    return {
        "customers": len(spend),
        "buyers": int((spend > 0).sum()),
        "spend": float(spend.sum()),
        "spend_variance": float(spend.var(ddof=1)),
    }


def test_an_effect_that_is_there_is_found_with_its_interval() -> None:
    random = np.random.default_rng(1)
    kept, written = random.gamma(2, 10, 2000), random.gamma(2, 12, 8000)
    found = result({True: group(kept), False: group(written)}, margin=0.5, cost=0.1)
    assert found is not None
    low, high = found["effect_interval"]
    assert low < 0.2 < high and low > 0.1
    assert found["profit_interval"][0] > 0
    assert "paid" in found["verdict"] and "chance explains" in found["verdict"]


def test_in_nineteen_of_twenty_draws_the_interval_holds_no_effect_where_there_is_none() -> None:
    random = np.random.default_rng(2)
    holds = 0
    for _ in range(400):
        found = result(
            {True: group(random.gamma(2, 10, 300)), False: group(random.gamma(2, 10, 900))}, margin=1, cost=0
        )
        assert found is not None
        holds += found["more_spend_each_interval"][0] <= 0 <= found["more_spend_each_interval"][1]
    assert 365 <= holds <= 395


def test_letters_that_cost_more_than_they_bring_are_told() -> None:
    random = np.random.default_rng(3)
    found = result({True: group(random.gamma(2, 1, 500)), False: group(random.gamma(2, 1, 500))}, margin=0.1, cost=5)
    assert found is not None and found["verdict"] == "The letters cost more than they brought."


def test_a_single_customer_held_out_tells_nothing() -> None:
    one = {"customers": 1, "buyers": 1, "spend": 5.0, "spend_variance": 0.0}
    found = result({True: one, False: group(np.ones(9))}, margin=0.1, cost=5)
    assert found is not None and found["profit"] is None and "nothing can be told" in found["verdict"]


@pytest.mark.parametrize("held_out", [True, False])
def test_a_group_alone_has_nothing_to_be_compared_with(held_out: bool) -> None:
    assert result({held_out: group(np.ones(9))}, margin=0.1, cost=5) is None


def test_letters_break_even_where_they_bring_anything_at_all() -> None:
    terms = Terms(margin=0.5, cost=1, effect=0.1, hold_out=0.1)
    assert _break_even({"customers": 2, "spend": 0.5}, terms) == {"effect": 8, "cost": 0.0125, "margin": 40}
    nothing = {"effect": None, "cost": None, "margin": None}
    assert _break_even({"customers": 2, "spend": 0}, terms) == nothing
    assert _break_even({"customers": 0, "spend": 0}, terms) == nothing


def test_months_that_show_no_spread_count_for_nothing_in_the_smallest_effect() -> None:
    nobody = Month(10, [0] * 11, [0] * 11, [0] * 11, [0] * 11)
    terms = Terms(0.5, 2, 0.2, 0.5)
    alone = plan([MONTH], 1000, terms, None, chosen=200)["chosen"]
    assert smallest_effect_seen([nobody, MONTH], 5, alone) == smallest_effect_seen([MONTH], 5, alone) is not None
    assert smallest_effect_seen([nobody], 5, alone) is None
