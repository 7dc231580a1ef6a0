"""Predictions reach their table as they are, whatever a customer is called."""

import numpy as np
import pytest
from sqlalchemy import Engine, text

from ml.predictions import Predictions, write_predictions
from tests.ml.shop import score

NAMES = ["\\", "\\N", "\t", "a\tb\\c\n", "\r\n", '"', "a,b", "'", "{1}", " ", "£ “é” 🙂", "NULL"]


COLUMNS = "purchase_probability, reasons, expected_value, expected_value_low, expected_value_high, parts"


def test_any_customer_and_any_sentence_come_back_as_they_were(engine: Engine) -> None:
    n = len(NAMES)
    probability = 0.1 + np.arange(n) / 100
    reasons = [[name, f'"{name}"'] for name in NAMES]
    parts = np.tile([0.1, -1e-06, 0.0], (n, 1))
    amounts = np.full(n, 0.25), np.zeros(n), np.full(n, 12345678.5)
    said = Predictions(NAMES, probability, reasons, *amounts, parts)
    unknown = Predictions(["nobody"], np.array([np.nan]), [[]])
    with engine.begin() as connection:
        run_id = score(connection)
        total = write_predictions(connection, run_id, [said, unknown])
        found = connection.execute(text(f"select customer_id, {COLUMNS} from predictions_{run_id}")).all()
    assert {row.customer_id: tuple(row)[1:] for row in found} == {
        name: (probability[place], reasons[place], 0.25, 0.0, 12345678.5, [0.1, -1e-06, 0.0])
        for place, name in enumerate(NAMES)
    } | {"nobody": (None, [], None, None, None, None)}
    assert len(found) == n + 1
    assert total == pytest.approx(probability.sum(), rel=1e-12)
