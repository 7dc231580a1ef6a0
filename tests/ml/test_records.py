"""Predictions reach their table as they are, whatever a customer is called."""

from sqlalchemy import Engine, text

from ml.records import Prediction, write_predictions
from tests.ml.shop import score

NAMES = ["\\", "\\N", "\t", "a\tb\\c\n", "\r\n", '"', "a,b", "'", "{1}", " ", "£ “é” 🙂", "NULL"]


def test_any_customer_and_any_sentence_come_back_as_they_were(engine: Engine) -> None:
    said = [
        Prediction(name, 0.1 + place / 100, [name, f'"{name}"'], 0.25, 0.0, 12345678.5, [0.1, -1e-06, 0.0])
        for place, name in enumerate(NAMES)
    ]
    unknown = Prediction("nobody")
    with engine.begin() as connection:
        run_id = score(connection)
        total = write_predictions(connection, run_id, [*said, unknown])
        found = connection.execute(
            text(
                "select customer_id, purchase_probability, reasons, expected_value, expected_value_low,"
                f" expected_value_high, parts from predictions_{run_id}"
            )
        ).all()
    rows = {row.customer_id: Prediction(*row) for row in found}
    assert rows == {one.customer_id: one for one in said} | {"nobody": unknown._replace(reasons=[])}
    assert total == sum(one.probability or 0 for one in said)
