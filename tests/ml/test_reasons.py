"""Sentences that a shop owner reads beside a probability."""

import numpy as np
import pytest

from ml.backtest import ALL, Fits
from ml.candidates import MODEL_NAMES, ModelName
from ml.features import FEATURE_NAMES
from ml.panel import Panel
from ml.predictor import PurchasePredictor
from ml.reasons import PARTS, Customer, cadence, reasons
from ml.season import Shift
from tests.ml.made_panel import CUTOFFS, make_panel


def customer(orders: int, order_days: int, recency: float, gap: float) -> Customer:
    values = dict.fromkeys(FEATURE_NAMES, 0.0) | {"order_days": order_days, "recency": recency}
    return Customer(orders, gap, values, "GBP")


def test_silence_is_measured_in_usual_gaps() -> None:
    assert cadence(customer(3, 3, 40, 15)) == "3 orders, last 40 days ago, typical gap 15 days: 2.7 times overdue."


def test_a_customer_within_the_gap_is_told_when_the_next_order_is_due() -> None:
    assert (
        cadence(customer(5, 5, 1, 20))
        == "5 orders, last yesterday, typical gap 20 days: next one due in about 19 days."
    )
    assert cadence(customer(5, 5, 20, 20)).endswith(": due now.")
    assert cadence(customer(5, 5, 24, 20)).endswith(": 4 days overdue.")


def test_a_long_silence_needs_no_decimals() -> None:
    assert cadence(customer(34, 34, 373, 1)).endswith("typical gap 1 day: 373 times overdue.")
    assert cadence(customer(8, 7, 101, 24.5)).endswith("typical gap 24.5 days: 4.1 times overdue.")


def test_orders_before_a_silence_do_not_speak_for_the_next_one() -> None:
    panel = make_panel()
    recency = FEATURE_NAMES.index("recency")
    panel.features[:, recency] = 80  # four typical gaps
    candidate = Fits(panel).fit("logistic", 30, CUTOFFS)
    assert candidate is not None
    told = [sentence for sentences in reasons(candidate, panel, "GBP") for sentence in sentences]
    assert not [sentence for sentence in told if "last 90 days" in sentence and "raises" in sentence]


def test_one_order_day_has_no_gap() -> None:
    assert cadence(customer(1, 1, 43, np.nan)) == "1 order, 43 days ago; no usual gap between orders yet."
    assert cadence(customer(2, 1, 0, np.nan)) == "2 orders, all on one day, today; no usual gap between orders yet."


def panel_and_reasons(name: str) -> tuple[Panel, list[list[str]]]:
    panel = make_panel()
    candidate = Fits(panel).fit(name, 30, CUTOFFS)  # type: ignore[arg-type]
    assert candidate is not None
    return panel, reasons(candidate, panel, "GBP")


def test_everybody_has_one_to_three_sentences_without_a_feature_code() -> None:
    for name in MODEL_NAMES:
        panel, found = panel_and_reasons(name)
        assert len(found) == len(panel)
        assert {len(sentences) for sentences in found} <= {1, 2, 3}
        text = " ".join(sentence for sentences in found for sentence in sentences)
        assert not [code for code in (*FEATURE_NAMES, "r_score", "f_score", "nan") if "_" in code and code in text]
        assert all(sentence.endswith(".") for sentences in found for sentence in sentences)


def test_a_silence_is_never_what_raises_the_probability() -> None:
    for name in MODEL_NAMES:
        _, found = panel_and_reasons(name)
        raising = [sentence for sentences in found for sentence in sentences if "raises" in sentence]
        assert raising
        assert not [
            sentence for sentence in raising if "ago" in sentence or "No order" in sentence or "only once" in sentence
        ]


def test_what_raises_is_never_less_than_most_customers_have() -> None:
    _, found = panel_and_reasons("logistic")
    habit = [s for sentences in found for s in sentences if s.startswith(("Ordered", "Net spend"))]
    assert all("more than" in sentence for sentence in habit if "raises" in sentence)
    assert not [sentence for sentence in habit if "more than" in sentence and "lowers" in sentence]


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_the_parts_of_a_probability_add_up_to_it(name: ModelName) -> None:
    fits = Fits(make_panel())
    predictor = PurchasePredictor(name).fit(fits, CUTOFFS, ALL)
    predictor.shift = Shift("recent", 0.7)  # the season moves everybody's probability, so the average's, too
    found = predictor.explain(fits.panel)
    probability = predictor.predict_proba(fits.panel)
    assert found.shape == (len(fits.panel), len(PARTS))
    np.testing.assert_allclose(found.sum(axis=1), probability, atol=1e-9)
    assert np.ptp(found[:, 0]) == 0
    assert 0 < found[0, 0] < 1


def test_a_model_whose_terms_add_up_leaves_no_rest() -> None:
    fits = Fits(make_panel())
    found = PurchasePredictor("logistic").fit(fits, CUTOFFS, ALL).explain(fits.panel)
    np.testing.assert_allclose(found[:, PARTS.index("rest")], 0, atol=1e-9)
    by_topic = found[:, PARTS.index("repeat")]
    orders = fits.panel.column("order_days")
    assert np.corrcoef(by_topic, orders)[0, 1] > 0.5  # the made panel's labels hang on the frequency


def test_a_part_does_not_hang_on_who_else_is_scored() -> None:
    fits = Fits(make_panel())
    predictor = PurchasePredictor("random_forest").fit(fits, CUTOFFS, ALL)
    whole = predictor.explain(fits.panel, fits.panel)
    some = predictor.explain(fits.panel.rows(np.arange(len(fits.panel)) < 10), fits.panel)
    np.testing.assert_allclose(some, whole[:10])
