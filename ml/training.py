"""From the orders of a run to its model: the panel, the backtest, the choice and the last fit."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection
from threadpoolctl import threadpool_limits

from db.progress import step
from db.runs import Run
from ml import cutoffs as calendar
from ml.backtest import ALL, HORIZONS, Fits, Result, choose_model, run_backtest
from ml.bgnbd import BgNbd, fit_bgnbd
from ml.campaign import campaign_figures, gains
from ml.candidates import ModelName
from ml.evaluation import mean_of
from ml.history import TooLittleData
from ml.metrics import metrics
from ml.panel import Panel, read_panel
from ml.predictor import PurchasePredictor
from ml.season import Shift, errors
from ml.value import HORIZON_DAYS as VALUE_DAYS
from ml.value import ValueFits, ValueResult, forecast_value, run_value_backtest, value_summary

MIN_CUSTOMERS = 50
MIN_BUYERS = 20
MOST_ROWS = 150_000  # of the panel: a large shop learns from an even part of its customers
FEWEST_CUSTOMERS = 5_000  # of that part, at each month
LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")


@dataclass(frozen=True)
class Training:
    """A predictor, how good it is, and some customers of today for the others to be compared with."""

    predictor: PurchasePredictor
    rhythm: BgNbd
    some: Panel
    metrics: dict[str, Any]
    card: dict[str, Any]
    results: list[Result]
    value_results: list[ValueResult]
    campaign_gains: list[dict[str, Any]]
    campaign: dict[str, Any] | None


def train(connection: Connection, run: Run, months: list[datetime], home_country: str | None) -> Training:
    """Train and test on these months as of the run's date, on one thread; raises TooLittleData."""
    with threadpool_limits(limits=1):
        most = max(FEWEST_CUSTOMERS, MOST_ROWS // len(months))
        with step("features and labels, month by month"):
            panel = read_panel(connection, months, (*HORIZONS, VALUE_DAYS), home_country, most)
            some = read_panel(connection, [run.as_of], (), home_country, most)
        training = calendar.completed(months, ALL.horizon_days, run.as_of)
        _check_size(panel, training)
        fits = Fits(panel)
        with step("rolling backtest of every candidate"):
            results = run_backtest(fits, months, run.as_of)
            try:
                figures = metrics(results)
            except ValueError:
                raise TooLittleData(
                    "No model yet: in the training months nobody, or everybody, ordered again, "
                    "so there is nothing to tell apart."
                ) from None
        with step("rolling backtest of the expected value"):
            value_fits = ValueFits(panel)
            value_results = run_value_backtest(value_fits, months, run.as_of)
        with step("final model"):
            model = choose_model(results, ALL.horizon_days, run.as_of)
            predictor = PurchasePredictor(model, ALL.horizon_days).fit(fits, training, ALL, run.as_of)
            predictor.value = forecast_value(value_fits, value_results, months, run.as_of)
            figures["season"] = season_figures(fits, model, run.as_of)
            figures["value"] = value_summary(value_results)
            met = gains(results)
    card = _card(predictor, run, figures, rows=len(panel.at(training)))
    return Training(
        predictor,
        fit_bgnbd(some.rhythm()),
        some,
        figures,
        card,
        results,
        value_results,
        met,
        campaign_figures(met, run.as_of),
    )


def season_figures(fits: Fits, model: ModelName, as_of: datetime) -> list[dict[str, Any]]:
    """Each way to find an intercept for the season: its mean ECE over past months beside that without one."""
    past = fits.past(model, ALL.horizon_days, as_of)
    used = fits.shift(model, ALL.horizon_days, as_of).way
    return [
        {
            "way": way,
            "used": way == used,
            "months": len(pairs),
            "ece_without": mean_of([plain for plain, _ in pairs]),
            "ece": mean_of([moved for _, moved in pairs]),
        }
        for way, pairs in errors(past, ALL.horizon_days).items()
    ]


def _check_size(panel: Panel, training: list[datetime]) -> None:
    customers = len(panel.at(training[-1:]))
    buyers = int(panel.at(training).labels[ALL.horizon_days].sum())
    if customers < MIN_CUSTOMERS or buyers < MIN_BUYERS:
        raise TooLittleData(
            f"No model yet: it needs {MIN_CUSTOMERS} customers at the last finished month, and {MIN_BUYERS} times that "
            f"a known customer ordered again within {ALL.horizon_days} days; there are {customers} and {buyers}."
        )


def _card(predictor: PurchasePredictor, run: Run, figures: dict[str, Any], rows: int) -> dict[str, Any]:
    shift = predictor.shift or Shift()
    shown = ("cutoff", "n", "base_rate", "threshold", "accuracy", "precision", "recall", "f1", "f1_weighted", "roc_auc")
    return {
        "model": predictor.model,
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "as_of": run.as_of.isoformat(),
        "horizon_days": predictor.horizon_days,
        "threshold": predictor.threshold,
        "season": {"way": shift.way, "log_odds": shift.log_odds},
        "value": None if predictor.value is None else {"model": predictor.value.model, "horizon_days": VALUE_DAYS},
        "cutoffs": [cutoff.date().isoformat() for cutoff in predictor.cutoffs],
        "rows": rows,
        "data_version": {"loads": run.inputs.get("loads", [])},
        "features": predictor.terms(),
        "figures": {name: figures[name] for name in (*shown, "pr_auc", "brier", "ece", "lift_top_decile")},
        "library_versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
    }
