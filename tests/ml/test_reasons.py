"""Sentences that a shop owner reads beside a probability."""

import numpy as np
import pytest

from ml.backtest import ALL, Fits
from ml.candidates import MODEL_NAMES, ModelName
from ml.features import FEATURE_NAMES, Topic
from ml.panel import Panel
from ml.predictor import PurchasePredictor
from ml.reasons import PARTS, _may_be_told
from ml.season import Shift
from ml.sentences import IN_BRITAIN, cadence, facts
from ml.wording import Wording
from tests.ml.made_panel import CUTOFFS, make_panel


def test_silence_is_measured_in_usual_gaps() -> None:
    assert cadence(Wording(), 3, 3, 40, 15) == "3 orders, last 40 days ago, typical gap 15 days: 2.7 times overdue."


def test_a_customer_within_the_gap_is_told_when_the_next_order_is_due() -> None:
    assert (
        cadence(Wording(), 5, 5, 1, 20)
        == "5 orders, last yesterday, typical gap 20 days: next one due in about 19 days."
    )
    assert cadence(Wording(), 5, 5, 20, 20).endswith(": due now.")
    assert cadence(Wording(), 5, 5, 24, 20).endswith(": 4 days overdue.")


def test_a_long_silence_needs_no_decimals() -> None:
    assert cadence(Wording(), 34, 34, 373, 1).endswith("typical gap 1 day: 373 times overdue.")
    assert cadence(Wording(), 8, 7, 101, 24.5).endswith("typical gap 24.5 days: 4.1 times overdue.")


def test_orders_before_a_silence_do_not_speak_for_the_next_one() -> None:
    panel = make_panel()
    recency = FEATURE_NAMES.index("recency")
    panel.features[:, recency] = 80  # four typical gaps
    told = [sentence for sentences in reasons(panel, "logistic") for sentence in sentences]
    assert not [sentence for sentence in told if "last 90 days" in sentence and "raises" in sentence]


def test_one_order_day_has_no_gap() -> None:
    assert cadence(Wording(), 1, 1, 43, 0) == "1 order, 43 days ago; no usual gap between orders yet."
    assert cadence(Wording(), 2, 1, 0, 0) == "2 orders, all on one day, today; no usual gap between orders yet."


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-GB", ["1,427 orders, last 2 days ago, typical gap 1.5 days: due now.", "Net spend of £1,427,125 so far"]),
        ("de-DE", ["1.427 orders, last 2 days ago, typical gap 1,5 days: due now.", "Net spend of 1.427.125 £ so far"]),
        (
            "xx-YY",
            ["1,427 orders, last 2 days ago, typical gap 1.5 days: due now.", "Net spend of £1,427,125 so far"],
        ),
    ],
)
def test_figures_are_written_as_the_shop_writes_them(locale: str, said: list[str]) -> None:
    wording = Wording(locale, "GBP")
    found = [cadence(wording, 1427, 1427, 2, 1.5), facts(wording)["spend"].say(1427124.6)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in found] == said


@pytest.mark.parametrize(
    ("locale", "currency", "written"),
    [
        ("en-GB", "GBP", "−£1,235"),
        ("en-GB", "CHF", "−CHF 1,235"),
        ("de-DE", "EUR", "−1.235 €"),
        ("en-IN", "USD", "−$1,235"),
    ],
)
def test_amounts_have_the_currency_where_the_locale_puts_it(locale: str, currency: str, written: str) -> None:
    assert Wording(locale, currency).money(-1234.6).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(("locale", "written"), [("en-GB", "99% 2.0 0.5 999"), ("de-DE", "99 % 2,0 0,5 999")])
def test_shares_and_small_figures(locale: str, written: str) -> None:
    wording = Wording(locale)
    found = [wording.percent(0.999), wording.number(2, 1, 1), wording.number(0.5, 1), wording.number(999)]
    assert " ".join(found).replace("\N{NO-BREAK SPACE}", " ") == written


def reasons(panel: Panel, name: ModelName) -> list[list[str]]:
    predictor = PurchasePredictor(name).fit(Fits(panel), CUTOFFS, ALL)
    return predictor.explainer(panel).explain(panel).reasons(Wording(currency="GBP"))


def test_everybody_has_one_to_three_sentences_without_a_feature_code() -> None:
    for name in MODEL_NAMES:
        panel = make_panel()
        found = reasons(panel, name)
        assert len(found) == len(panel)
        assert {len(sentences) for sentences in found} <= {1, 2, 3}
        text = " ".join(sentence for sentences in found for sentence in sentences)
        assert not [code for code in (*FEATURE_NAMES, "r_score", "f_score", "nan") if "_" in code and code in text]
        assert all(sentence.endswith(".") for sentences in found for sentence in sentences)


def test_a_silence_is_never_what_raises_the_probability() -> None:
    for name in MODEL_NAMES:
        found = reasons(make_panel(), name)
        raising = [sentence for sentences in found for sentence in sentences if "raises" in sentence]
        assert raising
        assert not [
            sentence for sentence in raising if "ago" in sentence or "No order" in sentence or "only once" in sentence
        ]


def test_what_raises_is_never_less_than_most_customers_have() -> None:
    found = reasons(make_panel(), "logistic")
    habit = [s for sentences in found for s in sentences if s.startswith(("Ordered", "Net spend"))]
    assert all("more than" in sentence for sentence in habit if "raises" in sentence)
    assert not [sentence for sentence in habit if "more than" in sentence and "lowers" in sentence]


def test_half_of_the_customers_with_less_is_much() -> None:
    panel = make_panel()
    half, raises = np.full(len(panel), 0.5), np.ones(len(panel))
    assert _may_be_told("spend", facts()["spend"], panel, raises, half).all()
    assert not _may_be_told("spend", facts()["spend"], panel, -raises, half).any()


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


@pytest.mark.parametrize(
    ("topic", "figures", "told"),
    [
        ("recent", (0,), "No order in the last 90 days"),
        ("recent", (1,), "Ordered on 1 day in the last 90 days"),
        ("steady", (0.05,), "No order in the last 6 months"),
        ("steady", (0.5,), "Ordered in 3 of the last 6 months"),
        ("repeat", (1, 1, 9), "Ordered only once so far"),
        ("repeat", (3, 2, 40), "Ordered on 2 days in the 40 days since the first order"),
        ("repeat", (3, 2, 0), "Ordered on 2 days in the 1 day since the first order"),
        ("spend", (1234.6,), "Net spend of 1,235 so far"),
        ("basket", (1,), "1 product in an average order"),
        ("basket", (7.6,), "8 different products in an average order"),
        ("returns", (0.26,), "0.3 returns per order"),
        ("country", (1,), "Orders from the shop's own country"),
        ("country", (0,), "Orders from abroad"),
    ],
)
def test_each_topic_is_told_of_the_customer_s_figures(topic: Topic, figures: tuple[float, ...], told: str) -> None:
    assert facts()[topic].say(*figures) == told


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((1, 1, 0, 0), "1 order, today; no usual gap between orders yet."),
        ((2, 1, 1, 0), "2 orders, all on one day, yesterday; no usual gap between orders yet."),
        ((3, 2, 4, 10), "3 orders, last 4 days ago, typical gap 10 days: next one due in about 6 days."),
        ((3, 2, 10, 10), "3 orders, last 10 days ago, typical gap 10 days: due now."),
        ((3, 2, 14, 10), "3 orders, last 14 days ago, typical gap 10 days: 4 days overdue."),
        ((3, 2, 15, 10), "3 orders, last 15 days ago, typical gap 10 days: 1.5 times overdue."),
        ((3, 2, 12, 1), "3 orders, last 12 days ago, typical gap 1 day: 12 times overdue."),
    ],
)
def test_a_rhythm_is_told_beside_the_silence(figures: tuple[float, float, float, float], told: str) -> None:
    assert cadence(IN_BRITAIN, *figures) == told
