"""Probability, expected value and reasons of every customer, in pieces: memory does not grow with the shop."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sqlalchemy import Connection, text
from threadpoolctl import threadpool_limits

from db.runs import Run
from db.settings import Settings
from ml.bgnbd import BgNbd
from ml.panel import Panel, read_chunks
from ml.predictions import Predictions
from ml.predictor import PurchasePredictor
from ml.reasons import Explainer
from ml.wording import Wording

WORDED_AT_ONCE = 2_000  # more rows, as lists of numbers and texts, take longer: memory in use is the quickest


class Scorer(Protocol):
    """What scoring needs: a predictor, the rhythm of today's customers, and some of them to compare others with."""

    @property
    def predictor(self) -> PurchasePredictor: ...

    @property
    def rhythm(self) -> BgNbd: ...

    @property
    def some(self) -> Panel: ...


def score(connection: Connection, scorer: Scorer, run: Run, settings: Settings) -> Iterator[Predictions]:
    """Every customer that this run, which is committed, has scored, as of its date, by the predictor of this scorer.

    Reasons have their figures and amounts in the shop's LOCALE and currency. Raises OtherCustomersError where the
    orders are not those that were scored.
    """
    snapshot = connection.execute(text("select pg_export_snapshot()")).scalar_one()
    currency = connection.execute(text("select currency from runs where run_id = :run_id"), {"run_id": run.run_id})
    wording = Wording(settings.locale, currency.scalar_one())
    explainer = scorer.predictor.explainer(scorer.some)
    # A second connection, which sees the same: the database gathers one piece while we score the one before it.
    with threadpool_limits(limits=1), connection.engine.connect() as reader, ThreadPoolExecutor(1) as ahead:
        reader.execute(text("set transaction isolation level repeatable read"))
        reader.execute(text(f"set transaction snapshot '{snapshot}'"))
        panels = read_chunks(reader, run.as_of, settings.home_country, scorer.rhythm, f"rfm_scores_{run.run_id}")
        coming = ahead.submit(next, panels, None)
        while (panel := coming.result()) is not None:
            coming = ahead.submit(next, panels, None)
            yield from predict(scorer.predictor, explainer, panel, wording)


def predict(
    predictor: PurchasePredictor, explainer: Explainer, panel: Panel, wording: Wording
) -> Iterator[Predictions]:
    """What is said of the customers of one panel, some of them at a time."""
    for begin in range(0, len(panel), WORDED_AT_ONCE):
        some = panel.rows(slice(begin, begin + WORDED_AT_ONCE))
        explained = explainer.explain(some)
        expected, low, high = (None, None, None) if predictor.value is None else predictor.value.expected(some)
        reasons = explained.reasons(wording)
        yield Predictions(some.customers, explained.probability, reasons, expected, low, high, explained.parts())
