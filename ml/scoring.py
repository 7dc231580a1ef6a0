"""Probability, expected value and reasons of every customer, in pieces: memory does not grow with the shop."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from ml.panel import CHUNK, Panel, read_chunks
from ml.training import Training


class Prediction(NamedTuple):
    """What is said of one customer; None where it is not known."""

    customer_id: str
    probability: float | None = None
    reasons: Sequence[str] = ()
    expected_value: float | None = None
    expected_value_low: float | None = None
    expected_value_high: float | None = None
    parts: Sequence[float] | None = None  # in the order of ml.reasons.PARTS


def score(
    connection: Connection,
    training: Training,
    as_of: datetime,
    currency: str,
    home_country: str | None,
    chunk: int = CHUNK,
) -> Iterator[Prediction]:
    """Every customer with an order before `as_of`, by the predictor of this training."""
    for panel in read_chunks(connection, as_of, home_country, training.rhythm, chunk):
        yield from predict(training, panel, currency)


def predict(training: Training, panel: Panel, currency: str) -> Iterator[Prediction]:
    """The rows of one panel."""
    predictor = training.predictor
    probability = predictor.probabilities(panel).tolist()
    reasons = predictor.reasons(panel, currency, training.some)
    parts = predictor.explain(panel, training.some).round(6).tolist()
    nothing = [None] * len(panel)
    expected, low, high = nothing, nothing, nothing
    if predictor.value is not None:
        expected, low, high = (
            nothing if amounts is None else amounts.round(2).tolist() for amounts in predictor.value.expected(panel)
        )
    yield from map(Prediction, panel.customers, probability, reasons, expected, low, high, parts)
