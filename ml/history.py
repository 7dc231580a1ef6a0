"""The months that a run's orders give to learn from. Without enough of them no library of the model is loaded."""

from datetime import datetime

from sqlalchemy import Connection, text

from db.queries import read_sql
from ml import cutoffs as calendar

MOST_MONTHS = 36  # the newest: older months tell little of today's customers


class TooLittleData(Exception):
    """There is not enough history for a model that can be measured; the message says what is missing."""


def months_to_learn(connection: Connection, as_of: datetime) -> list[datetime]:
    """The first of each month to learn from or to test on; raises TooLittleData where none can be tested on."""
    history = connection.execute(text(read_sql("ml/sql/history")), {"as_of": as_of}).one()
    if history.first_order_at is None:
        raise TooLittleData(f"No model yet: there is no order before {as_of:%Y-%m-%d}.")
    months = calendar.month_firsts(history.first_order_at, as_of)
    if not calendar.cutoffs_to_test(months, calendar.HORIZON_DAYS, as_of):
        finished = len(calendar.completed(months, calendar.HORIZON_DAYS, as_of))
        raise TooLittleData(
            f"No model yet: it needs {calendar.MIN_HISTORY_DAYS} days of orders and then "
            f"{calendar.MIN_TRAINING_CUTOFFS + 1} finished months ({calendar.MIN_TRAINING_CUTOFFS} to learn from, 1 to "
            f"be tested on); the orders from {history.first_order_at:%Y-%m-%d} to {as_of:%Y-%m-%d} give {finished}."
        )
    return months[-MOST_MONTHS:]
