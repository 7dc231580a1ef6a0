"""What a training leaves in the database: predictions built aside, the backtest, and the registered model."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute
from sqlalchemy import Connection, text

from db.building import build_partition
from db.copy_columns import copy_in
from db.settings import stop
from db.take_over import begin_on, copy_partition, copy_rows

Floats = NDArray[np.float64]

VALUE_COLUMNS = (
    "cutoff", "horizon_days", "model", "chosen", "n", "actual_total", "predicted_total", "mean_absolute_error",
    "median_absolute_error", "bias", "rank_correlation", "deviance", "coverage", "intervals",
)  # fmt: skip
CAMPAIGN_COLUMNS = ("cutoff", "ranking", "chosen", "customers", "contacts", "buyers", "spend", "spend_squares")
AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
BACKTEST_COLUMNS = (
    "cutoff", "horizon_days", "population", "model", "chosen", "n", "base_rate", "threshold", "accuracy", "precision",
    "recall", "f1", "f1_weighted", "roc_auc", "pr_auc", "brier", "ece", "lift_top_decile", "f1_everybody",
    "f1_weighted_everybody", "f1_weighted_nobody", "f1_recency_rule", "f1_macro", "gain_top_decile", "log_loss",
    "season", "intervals",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a run's model comes from: trained for the run, kept from the served one, or restored; and why."""

    origin: Literal["trained", "kept", "restored"]
    made_by_run: int
    note: str | None = None
    comparisons: Sequence[dict[str, Any]] = ()


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


def take_over(connection: Connection, run_id: int) -> int:
    """A new run on the scores of `run_id`, with its own copy of them and of its profit curve; returns its number."""
    new_id = begin_on(connection, run_id)
    copy_partition(connection, "rfm_scores", run_id, new_id)
    copy_rows(connection, "campaign_gains", run_id, new_id)
    return new_id


def write_predictions(connection: Connection, run_id: int, predictions: Iterable[Predictions]) -> float:
    """Fill `predictions_<run>` by COPY, a piece at a time; returns the sum of the probabilities."""
    buyers = 0.0
    with build_partition(connection, "predictions", run_id) as table:
        for piece in predictions:
            copy_in(connection, table, piece.rows(run_id))
            buyers += float(np.nansum(piece.probability))
    return buyers


def write_no_predictions(connection: Connection, run_id: int) -> None:
    """Fill `predictions_<run>` with a row for each scored customer of whom nothing is said."""
    with build_partition(connection, "predictions", run_id) as table:
        connection.execute(
            text(
                f"insert into {table} (run_id, customer_id) select run_id, customer_id from rfm_scores_{run_id}"
                " order by customer_id"
            )
        )


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


def write_backtest(connection: Connection, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the run's rows of the table `backtest`."""
    _replace_rows(connection, "backtest", BACKTEST_COLUMNS, run_id, rows)


def write_value_backtest(connection: Connection, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the run's rows of the table `value_backtest`."""
    _replace_rows(connection, "value_backtest", VALUE_COLUMNS, run_id, rows)


def write_campaign(
    connection: Connection, run_id: int, figures: dict[str, Any] | None, rows: Sequence[dict[str, Any]]
) -> None:
    """Replace the run's rows of the table `campaign_gains`, and how its customers are chosen."""
    _replace_rows(connection, "campaign_gains", CAMPAIGN_COLUMNS, run_id, rows)
    connection.execute(
        text("update runs set campaign = cast(:campaign as jsonb) where run_id = :run_id"),
        {"run_id": run_id, "campaign": json.dumps(figures, allow_nan=False) if figures else None},
    )


def _replace_rows(
    connection: Connection, table: str, columns: Sequence[str], run_id: int, rows: Sequence[dict[str, Any]]
) -> None:
    connection.execute(text(f"delete from {table} where run_id = :run_id"), {"run_id": run_id})
    if not rows:
        return
    places = ", ".join(f":{name}" for name in columns)
    connection.execute(
        text(f"insert into {table} (run_id, {', '.join(columns)}) values (:run_id, {places})"),
        [
            {
                "run_id": run_id,
                **{name: _plain(row[name]) for name in columns},
            }
            for row in rows
        ],
    )


def _plain(value: Any) -> Any:
    return json.dumps(value, allow_nan=False) if isinstance(value, dict) else value


def register_model(
    connection: Connection,
    run_id: int,
    path: str,
    card: dict[str, Any],
    metrics: dict[str, Any],
    source: Source | None = None,
) -> int:
    """Put the model into the table `models` and name it in the run; returns its number.

    Without a `source` the model was trained for this run.
    """
    source = source or Source("trained", run_id)
    connection.execute(
        text("update runs set model_id = null, model_note = null where run_id = :run_id"), {"run_id": run_id}
    )
    connection.execute(text("delete from models where run_id = :run_id"), {"run_id": run_id})
    values = {
        "run_id": run_id,
        "model": card["model"],
        "path": path,
        "sha256": card["sha256"],
        "size_bytes": card.get("bytes"),
        "card": json.dumps(card, allow_nan=False),
        "metrics": json.dumps(metrics, allow_nan=False),
        "origin": source.origin,
        "made_by_run": source.made_by_run,
        "note": source.note,
        "comparisons": json.dumps([*source.comparisons], allow_nan=False),
    }
    model_id: int = connection.execute(
        text(
            f"insert into models ({', '.join(values)}) values ({', '.join(f':{name}' for name in values)})"
            " returning model_id"
        ),
        values,
    ).scalar_one()
    connection.execute(
        text("update runs set model_id = :model_id where run_id = :run_id"), {"model_id": model_id, "run_id": run_id}
    )
    return model_id


def note_no_model(connection: Connection, run_id: int, note: str) -> None:
    """Say in the run why it has no model."""
    connection.execute(
        text("update runs set model_id = null, model_note = :note where run_id = :run_id"),
        {"note": note, "run_id": run_id},
    )
