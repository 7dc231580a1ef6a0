"""What a training leaves in the database beside predictions: the backtest, the profit curve, the registered model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

from db.building import build_partition
from db.take_over import begin_on, copy_partition, copy_rows

VALUE_COLUMNS = (
    "cutoff", "horizon_days", "model", "chosen", "n", "actual_total", "predicted_total", "mean_absolute_error",
    "median_absolute_error", "bias", "rank_correlation", "deviance", "coverage", "intervals",
)  # fmt: skip
CAMPAIGN_COLUMNS = ("cutoff", "ranking", "chosen", "customers", "contacts", "buyers", "spend", "spend_squares")
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


def take_over(connection: Connection, run_id: int) -> int:
    """A new run on the scores of `run_id`, with its own copy of them and of its profit curve; returns its number."""
    new_id = begin_on(connection, run_id)
    copy_partition(connection, "rfm_scores", run_id, new_id)
    copy_rows(connection, "campaign_gains", run_id, new_id)
    return new_id


def write_no_predictions(connection: Connection, run_id: int) -> None:
    """Fill `predictions_<run>` with a row for each scored customer of whom nothing is said."""
    with build_partition(connection, "predictions", run_id) as table:
        connection.execute(
            text(
                f"insert into {table} (run_id, customer_id) select run_id, customer_id from rfm_scores_{run_id}"
                " order by customer_id"
            )
        )


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
