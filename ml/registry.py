"""Earlier models: `python -m ml.registry list`, `check`, `compare A B`, `restore RUN`.

A model goes by the number of a run that was scored with it. Restoring makes a new run: today's customers, that model.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text

from db.engine import make_engine
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.queries import read_sql
from db.runs import clean_up, newest_run, publish
from db.settings import Settings, load_settings, run_script, stop
from db.take_over import copy_figures

if TYPE_CHECKING:
    from ml.bgnbd import BgNbd
    from ml.panel import Panel
    from ml.predictor import PurchasePredictor

FIGURES = (
    ("roc_auc", "ROC-AUC"),
    ("pr_auc", "PR-AUC"),
    ("base_rate", "at random"),
    ("f1", "F1 buyers"),
    ("f1_everybody", "everybody"),
    ("f1_weighted", "F1 weighted"),
    ("brier", "Brier"),
    ("log_loss", "log loss"),
    ("ece", "ECE"),
    ("lift_top_decile", "lift 10%"),
)
LISTED = ("roc_auc", "pr_auc", "f1", "log_loss", "ece")


def model_runs(engine: Engine) -> Sequence[Any]:
    """The runs that were published, the newest first, each with its model and the means of its backtest."""
    with engine.connect() as connection:
        return connection.execute(text(read_sql("db/sql/model_runs"))).all()


def file_state(engine: Engine, data_dir: Path, run_id: int) -> str:
    """'ok', or in a sentence why the model file of a run is refused; nothing is unpickled."""
    from ml.predictor import ModelFileError
    from ml.registered import registered_model

    with engine.connect() as connection:
        model = registered_model(connection, run_id)
    if model is None:
        return "no model"
    try:
        model.content(data_dir)
    except ModelFileError as problem:
        return str(problem)
    return "ok"


@dataclass(frozen=True)
class Restored:
    """An earlier predictor with the rhythm of today's customers, and some of them to compare others with."""

    predictor: "PurchasePredictor"
    rhythm: "BgNbd"
    some: "Panel"


def restore(engine: Engine, settings: Settings, run_id: int, *, other_shop: bool = False) -> int:
    """Score today's customers with the model of an earlier run, and publish that as a new run; returns its number.

    Its figures are those of the earlier run. Ends the command, and leaves what is served, when the model is not kept,
    its file is not the registered one, or it is of another shop (`other_shop` allows that). The caller holds the
    pipeline lock.
    """
    from ml import records
    from ml.bgnbd import fit_bgnbd
    from ml.ml_model import check_orders
    from ml.panel import read_panel
    from ml.predictions import predict_everybody
    from ml.predictor import ModelFileError
    from ml.registered import known_customers, model_path, registered_model, remove_leftovers
    from ml.scoring import score
    from ml.training import FEWEST_CUSTOMERS

    base = newest_run(engine)
    if base is None:
        stop("there are no scores yet. Score the customers first: python etl/etl_pipeline.py")
    kept = [run.run_id for run in model_runs(engine) if run.is_kept and run.model]
    if run_id not in kept:
        numbers = f"Those that are: {', '.join(map(str, kept))}." if kept else "No run with a model is kept."
        stop(f"run {run_id} is not kept (KEEP_RUNS), or has no model. {numbers}")
    check_orders(engine, base)
    with engine.begin() as connection:
        connection.execute(text("set transaction isolation level repeatable read"))
        model = registered_model(connection, run_id)
        if model is None:
            stop(f"run {run_id} has no model.")
        known = known_customers(connection, run_id, base.run_id)
        if not known.same_shop and not other_shop:
            stop(
                f"the data were replaced since run {run_id}: of its {known.customers:,} customers {known.known:,} are "
                "known now, so its model says nothing of today's. Train on what is there: python ml/ml_model.py "
                "--force. To restore it all the same: --other-shop"
            )
        try:
            opened = model.open(settings.data_dir)
        except ModelFileError as problem:
            stop(f"{problem}\n  What is served stays as it was.")
        new_id = base.run_id if base.state == "scored" else records.take_over(connection, base.run_id)
        with step("predictions, with keys and indexes"):
            some = read_panel(connection, [base.as_of], (), settings.home_country, FEWEST_CUSTOMERS)
            restored = Restored(opened.predictor, fit_bgnbd(some.rhythm()), some)
            predictions = score(connection, restored, base, settings)
            predict_everybody(connection, new_id, predictions)
        copy_figures(connection, run_id, new_id)
        note = (
            f"The model of run {model.made_by_run}, trained on data up to {model.card['as_of'][:10]}, was restored. "
            "Its figures are those of run "
            f"{run_id}. The next training takes its place, unless that is clearly worse."
        )
        source = records.Source("restored", model.made_by_run, note)
        card = opened.copy_to(new_id, settings.data_dir)
        records.register_model(connection, new_id, model_path(new_id), card, model.metrics, source)
    with step("publishing"):
        publish(engine, new_id)
    clean_up(engine, settings.keep_runs)
    remove_leftovers(engine, settings.data_dir)
    return new_id


def list_lines(runs: Sequence[Any]) -> list[str]:
    """The table of runs as lines of text."""
    titles = "".join(f"{dict(FIGURES)[name]:>11}" for name in LISTED)
    found = [f"{'run':>5}  {'data up to':<11}{'customers':>10}  {'model':<18}{'from':<13}{'months':>6}{titles}  file"]
    for run in runs:
        how = {"trained": "trained", None: ""}.get(run.origin, f"{run.origin}, {run.made_by_run}")
        figures = "".join(f"{_number(getattr(run, name)):>11}" for name in LISTED)
        kept = ("served" if run.is_served else "kept") if run.is_kept else "gone"
        found.append(
            f"{run.run_id:>5}  {run.as_of:%Y-%m-%d} {run.customers or 0:>10,}  {_name(run.model):<18}{how:<13}"
            f"{run.cutoffs or 0:>6}{figures}  {kept}"
        )
    return found


def compare_lines(one: Any, other: Any, common: Sequence[Any]) -> list[str]:
    """Two runs side by side: with what, when, and the figures; then the months that both were tested on."""
    pairs = [
        ("run", one.run_id, other.run_id),
        ("model", _name(one.model), _name(other.model)),
        ("came about", one.origin, other.origin),
        ("made by run", one.made_by_run, other.made_by_run),
        ("trained at", (one.trained_at or "")[:16], (other.trained_at or "")[:16]),
        ("trained up to", (one.trained_as_of or "")[:10], (other.trained_as_of or "")[:10]),
        ("data up to", f"{one.as_of:%Y-%m-%d}", f"{other.as_of:%Y-%m-%d}"),
        ("source", one.source, other.source),
        ("customers", f"{one.customers or 0:,}", f"{other.customers or 0:,}"),
        ("test months", one.cutoffs or 0, other.cutoffs or 0),
        *((title, _number(getattr(one, name)), _number(getattr(other, name))) for name, title in FIGURES),
    ]
    wide = max(18, *(len(str(left)) + 2 for _, left, _ in pairs))
    found = [f"  {title:<16}{left!s:<{wide}}{right}" for title, left, right in pairs]
    if not common:
        return [*found, "  No month was tested in both."]
    found.append(f"  On the {len(common)} test months of both (all customers, as shipped then):")
    for name, title in FIGURES:
        left, right = (_mean([getattr(row, f"{name}_{side}") for row in common]) for side in ("one", "other"))
        found.append(f"  {title:<16}{_number(left):<{wide}}{_number(right)}")
    if one.as_of != other.as_of or one.source != other.source:
        found.append(
            "  The runs stand on different data, so even a month of both may have been judged on other orders."
        )
    return found


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _name(model: str | None) -> str:
    return (model or "none").replace("_", " ")


def _print_comparison(engine: Engine, first: int, second: int) -> None:
    runs = {run.run_id: run for run in model_runs(engine)}
    for number in (first, second):
        if number not in runs:
            stop(f"there is no published run {number}. List them: python -m ml.registry list")
    with engine.connect() as connection:
        common = connection.execute(
            text(read_sql("ml/sql/common_months")), {"one_run": first, "other_run": second}
        ).all()
    print("\n".join(compare_lines(runs[first], runs[second], common)))


def _check(engine: Engine, settings: Settings, runs: Sequence[Any]) -> None:
    """Print the state of each kept run's file, and what is no run's; ends the command where a file was changed."""
    from ml.registered import FOLDER, leftovers

    states = {run.run_id: file_state(engine, settings.data_dir, run.run_id) for run in runs if run.is_kept}
    for number, state in states.items():
        print(f"  run {number}: {state}")
    for name in leftovers(engine, settings.data_dir):
        print(f"  {settings.data_dir / FOLDER / name}: of no kept run; never opened, the next training deletes it")
    if not {"ok", "no model"}.issuperset(states.values()):
        stop("a model file is not the registered one.")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="List, check, compare and restore earlier models.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every published run with its model and figures")
    commands.add_parser("check", help="whether the files are the registered ones; opens none")
    compare = commands.add_parser("compare", help="two runs side by side")
    compare.add_argument("runs", nargs=2, type=int, metavar="RUN")
    again = commands.add_parser("restore", help="score today's customers with an earlier model, and publish that")
    again.add_argument("run", type=int, metavar="RUN")
    again.add_argument("--other-shop", action="store_true", help="even though the data were replaced by other ones")
    options = parser.parse_args(arguments)
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    runs = model_runs(engine)
    if not runs:
        stop("no run is published yet. Load, score and train first: make pipeline")
    if options.command == "list":
        print("\n".join(list_lines(runs)))
    elif options.command == "check":
        _check(engine, settings, runs)
    elif options.command == "compare":
        _print_comparison(engine, *options.runs)
    else:
        with pipeline_lock(engine):
            try:
                new_id = restore(engine, settings, options.run, other_shop=options.other_shop)
            except OSError as error:
                stop(f"the model could not be written ({error}). What is served stays as it was.")
        print(f"  run {new_id} is published: today's customers, scored with the model of run {options.run}.")


if __name__ == "__main__":
    run_script(main)
