"""How well the next purchase is predicted."""

from typing import Any

from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.answers import from_published_run
from backend.database import fetch_row, fetch_rows, fetch_text
from backend.schemas.base import NoQuery
from backend.schemas.model import MetricsQuery, ModelMetrics, ModelRuns
from backend.served_run import ServedRun
from db.queries import read_sql

MANY = {
    "models",
    "threshold_curve",
    "score_histogram",
    "reliability",
    "reliability_by_group",
    "gains",
    "summary",
    "season",
    "value",
}
BY_NAME = {"intervals", "baselines"}
NOTHING_YET: dict[str, Any] = {
    name: [] if name in MANY else {} if name in BY_NAME else None for name in ModelMetrics.model_fields
}

blueprint = APIBlueprint("model", __name__, url_prefix="/api/model", tag="Model")


@blueprint.get("/metrics")
@blueprint.input(MetricsQuery, location="query")
@blueprint.output(ModelMetrics)
@blueprint.doc(responses=[503], operation_id="getModelMetrics")
@from_published_run
def metrics(connection: Connection, run: ServedRun, query_data: MetricsQuery) -> dict[str, Any]:
    """Figures of the newest complete window with baselines and curves, and the rolling backtest before it.

    With `threshold` (rounded to hundredths), the figures that depend on it are those of that threshold; intervals
    are known at the model's own alone.
    """
    found = fetch_row(connection, "model_metrics", run_id=run.run_id)
    figures: dict[str, Any] = {**NOTHING_YET, "note": found["note"], **(found["metrics"] or {})}
    figures["default_threshold"] = figures.get("threshold")
    if query_data.threshold is not None and figures.get("threshold_curve"):
        moved = at_threshold(figures["threshold_curve"], query_data.threshold)
        if moved["threshold"] != figures["default_threshold"]:
            figures["intervals"] = {name: ends for name, ends in figures["intervals"].items() if name not in moved}
        figures |= moved
    card = found["card"] and {**found["card"], "sha256": found["sha256"]}
    return {
        **figures,
        "run_id": run.run_id,
        "card": card,
        "choice": None
        if found["model"] is None
        else {
            "origin": found["origin"],
            "made_by_run": found["made_by_run"],
            "note": found["choice_note"],
            "comparisons": found["comparisons"],
        },
        "backtest": fetch_rows(connection, "backtest", run_id=run.run_id),
    }


@blueprint.get("/runs")
@blueprint.input(NoQuery, location="query")
@blueprint.output(ModelRuns)
@blueprint.doc(responses=[503], operation_id="getModelRuns")
@from_published_run
def model_runs(connection: Connection, run: ServedRun, query_data: NoQuery) -> dict[str, Any]:
    """Every published run, the newest first, with its model and the means of its rolling backtest: how the figures
    move from run to run."""
    return {"run_id": run.run_id, "items": fetch_text(connection, "model_runs", read_sql("db/sql/model_runs"))}


def at_threshold(curve: list[dict[str, Any]], threshold: float) -> dict[str, Any]:
    """The figures that depend on the threshold, from the counts of the nearest one on the stored curve.

    F1 is 2 tp / (2 tp + fp + fn); the weighted one weighs both classes by their size, the macro one alike.
    """
    counts = min(curve, key=lambda point: abs(point["threshold"] - threshold))
    tn, fp, fn, tp = (counts[name] for name in ("tn", "fp", "fn", "tp"))
    total = tn + fp + fn + tp
    f1 = _ratio(2 * tp, 2 * tp + fp + fn)
    f1_others = _ratio(2 * tn, 2 * tn + fp + fn)
    return {
        "threshold": counts["threshold"],
        "accuracy": _ratio(tp + tn, total),
        "precision": _ratio(tp, tp + fp),
        "recall": _ratio(tp, tp + fn),
        "f1": f1,
        "f1_weighted": _ratio(f1 * (tp + fn) + f1_others * (tn + fp), total),
        "f1_macro": (f1 + f1_others) / 2,
        "confusion_matrix": [[tn, fp], [fn, tp]],
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
