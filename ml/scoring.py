"""Probability, expected value and reasons of every customer, in pieces: memory does not grow with the shop."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from ml.bgnbd import BgNbd
from ml.panel import CHUNK, Panel, read_chunks
from ml.predictor import PurchasePredictor
from ml.records import Prediction


class Scorer(Protocol):
    """What scoring needs: a predictor, the rhythm of today's customers, and some of them to compare others with."""

    @property
    def predictor(self) -> PurchasePredictor: ...

    @property
    def rhythm(self) -> BgNbd: ...

    @property
    def some(self) -> Panel: ...


def score(
    connection: Connection,
    scorer: Scorer,
    run_id: int,
    as_of: datetime,
    currency: str,
    home_country: str | None,
) -> Iterator[Prediction]:
    """Every customer of a run, scored as of `as_of`, by the predictor of this scorer.

    Raises OtherCustomersError where the orders are not those that were scored.
    """
    for panel in read_chunks(connection, as_of, home_country, scorer.rhythm, CHUNK, f"rfm_scores_{run_id}"):
        yield from predict(scorer, panel, currency)


def predict(scorer: Scorer, panel: Panel, currency: str) -> Iterator[Prediction]:
    """The rows of one panel."""
    predictor = scorer.predictor
    probability = predictor.predict_proba(panel).tolist()
    reasons = predictor.reasons(panel, currency, scorer.some)
    parts = predictor.explain(panel, scorer.some).round(6).tolist()
    nothing = [None] * len(panel)
    expected, low, high = nothing, nothing, nothing
    if predictor.value is not None:
        expected, low, high = (
            nothing if amounts is None else amounts.round(2).tolist() for amounts in predictor.value.expected(panel)
        )
    yield from map(Prediction, panel.customers, probability, reasons, expected, low, high, parts)
