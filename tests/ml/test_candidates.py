"""What every candidate must do: sound probabilities on odd panels, and parts that add up where they claim to."""

import numpy as np
import pytest
from scipy.special import logit

from ml.bgnbd import BgNbd
from ml.candidates import MODEL_NAMES, ModelName, Rhythmic, make_candidate
from ml.panel import Flags, Panel
from tests.ml.made_panel import make_panel


def fitted_on(
    name: ModelName, panel: Panel, bought: Flags | None = None
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    candidate = make_candidate(name)
    candidate.fit(panel, panel.labels[30] if bought is None else bought, 30)
    found = candidate.probabilities(panel)
    assert np.isfinite(candidate.contributions(panel)).all()
    assert all(np.isfinite(term.weight) for term in candidate.terms())
    return found


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_constant_features_give_sound_probabilities(name: ModelName) -> None:
    panel = make_panel(customers=60)
    panel.features[:] = panel.features[0]
    panel.scores[:] = 3
    found = fitted_on(name, panel)
    assert ((found > 0) & (found < 1)).all()
    assert np.ptp(found) < 1e-9


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_one_order_per_customer_leaves_no_gap_and_no_nan(name: ModelName) -> None:
    panel = make_panel(customers=60)
    for column, value in (
        ("order_days", 1.0),
        ("mean_gap", np.nan),
        ("recency_over_gap", np.nan),
        ("second_last", np.nan),
    ):
        panel.column(column)[:] = value
    panel.column("recency")[:] = panel.column("tenure")
    found = fitted_on(name, panel)
    assert ((found > 0) & (found < 1)).all()


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_a_single_buyer_is_enough_to_fit(name: ModelName) -> None:
    panel = make_panel(customers=60)
    found = fitted_on(name, panel, np.arange(len(panel)) == 7)
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_each_term_has_the_name_and_words_of_its_input(name: ModelName) -> None:
    panel = make_panel(customers=60)
    candidate = make_candidate(name)
    candidate.fit(panel, panel.labels[30], 30)
    inputs = {each.name: each.label for each in candidate.inputs}
    terms = [term.name for term in candidate.terms()]
    assert len(set(terms)) == len(terms)
    assert all(inputs[term.name] == term.label for term in candidate.terms() if term.name in inputs)
    assert name != "bg_nbd" or terms == [*inputs]


@pytest.mark.parametrize("name", ["logistic", "gradient_boosting", "bg_nbd"])
def test_contributions_move_as_much_as_the_log_odds_do(name: ModelName) -> None:
    """Between any two customers the difference of the parts' sums is that of the log odds."""
    panel = make_panel(customers=60)
    candidate = make_candidate(name)
    candidate.fit(panel, panel.labels[30], 30)
    base = logit(candidate.probabilities(panel)) - candidate.contributions(panel).sum(axis=1)
    np.testing.assert_allclose(base, base[0], atol=1e-6)


def test_bg_nbd_needs_no_label() -> None:
    panel = make_panel(customers=60)
    as_it_was, turned = (fitted_on("bg_nbd", panel, bought) for bought in (panel.labels[30], ~panel.labels[30]))
    np.testing.assert_array_equal(as_it_was, turned)


def test_the_rhythm_s_terms_are_the_mean_rate_of_orders_and_the_mean_chance_to_leave() -> None:
    candidate = make_candidate("bg_nbd")
    assert isinstance(candidate, Rhythmic)
    candidate._model = BgNbd(r=2, alpha=8, a=1, b=3)
    assert [term.weight for term in candidate.terms()] == [0.25, -0.25]
