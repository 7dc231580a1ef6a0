"""What is said of each customer, and how it reaches its table: built aside, copied in columns."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute
from sqlalchemy import Connection, text

from db.building import build_partition
from db.copy_columns import copy_in
from db.settings import stop

Floats = NDArray[np.float64]

AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


class OtherCustomersError(RuntimeError):
    """The orders are not those that were scored."""


@dataclass(frozen=True)
class Predictions:
    """What is said of n customers; None, or NaN, where it is not known.

    customers: (n,) text; probability: (n,); reasons: for each of the n up to three sentences; expected_value and its
    two ends: (n,); parts: (n, 10), in the order of ml.reasons.PARTS.
    """

    customers: Sequence[str] | NDArray[np.object_]
    probability: Floats
    reasons: Sequence[Sequence[str]]
    expected_value: Floats | None = None
    expected_value_low: Floats | None = None
    expected_value_high: Floats | None = None
    parts: Floats | None = None

    def rows(self, run_id: int) -> pa.Table:
        """The rows of the table `predictions`."""
        n = len(self.customers)
        worth = ("expected_value", "expected_value_low", "expected_value_high")
        return pa.table(
            {
                "run_id": np.full(n, run_id),
                "customer_id": pa.array(self.customers, pa.string()),
                "purchase_probability": _numbers(self.probability, n),
                "reasons": pa.array(map(AS_JSON, self.reasons), pa.string()),
                **{name: _numbers(getattr(self, name), n, digits=2) for name in worth},
                "parts": pa.nulls(n) if self.parts is None else _array_texts(self.parts),
            }
        )


def _numbers(values: Floats | None, n: int, digits: int | None = None) -> pa.Array:
    if values is None:
        return pa.nulls(n)
    return pa.array(values if digits is None else values.round(digits), from_pandas=True)  # NaN is null


def _array_texts(values: Floats) -> pa.Array:
    """(n, columns) rounded, as n of PostgreSQL's arrays."""
    columns = [compute.cast(pa.array(column), pa.string()) for column in values.round(6).T.copy()]
    whole = compute.binary_join_element_wise(*columns, ",")
    return compute.binary_join_element_wise("{", whole, "}", "")


def write_predictions(connection: Connection, run_id: int, predictions: Iterable[Predictions]) -> float:
    """Fill `predictions_<run>` by COPY, a piece at a time; returns the sum of the probabilities."""
    buyers = 0.0
    with build_partition(connection, "predictions", run_id) as table:
        for piece in predictions:
            copy_in(connection, table, piece.rows(run_id))
            buyers += float(np.nansum(piece.probability))
    return buyers


def predict_everybody(connection: Connection, run_id: int, predictions: Iterable[Predictions]) -> float:
    """`write_predictions` for all customers of a run; ends the command where they are not those that were scored."""
    try:
        buyers = write_predictions(connection, run_id, predictions)
        if same_customers(connection, run_id):
            return buyers
    except OtherCustomersError:
        pass
    stop("the orders are not those that were scored. Score them again: python etl/etl_pipeline.py")


def same_customers(connection: Connection, run_id: int) -> bool:
    """Whether the customers that were predicted are those that were scored."""
    different = connection.execute(
        text(
            f"select exists (select from predictions_{run_id} as predicted full join rfm_scores_{run_id} as scored"
            " on predicted.customer_id = scored.customer_id"
            " where predicted.customer_id is null or scored.customer_id is null)"
        )
    ).scalar_one()
    return not different
