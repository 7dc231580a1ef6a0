"""Train, test and predict, then publish the run: `python ml/ml_model.py`.

It fills the newest run that `etl_pipeline.py` left 'scored'. Scores and predictions become visible together;
until then, and after any failure, the published run stays as it was.
"""

import argparse
import time
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from db.engine import make_engine
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.progress import step
from db.runs import Run, clean_up, newest_run, publish, run_to_predict
from db.settings import Settings, load_settings, run_script, stop
from ml import records
from ml.history import TooLittleData, months_to_learn
from ml.predictor import PurchasePredictor
from ml.registered import model_path, remove_leftovers

if TYPE_CHECKING:
    from ml.choice import Choice
    from ml.training import Training

__all__ = ["PurchasePredictor", "main", "predict"]


def predict(engine: Engine, settings: Settings, *, force: bool = False, accept_worse: bool = False) -> int | None:
    """Fill the run that waits for predictions and publish it; returns its number, None when there is nothing to do.

    With `force` a published run is trained anew, as a new run on the same scores. A new model that is clearly worse
    than the served one is taken with `accept_worse` alone; else the served one scores this run, too.
    """
    run = run_to_predict(engine) or (newest_run(engine) if force else None)
    if run is None:
        return None
    clean_up(engine, settings.keep_runs)
    check_orders(engine, run)
    remove_leftovers(engine, settings.data_dir)
    training: Training | None = None
    choice: Choice | None = None
    note = ""
    with engine.begin() as connection:
        connection.execute(text("set transaction isolation level repeatable read"))
        customers = connection.execute(text(f"select count(*) from rfm_scores_{run.run_id}")).scalar_one()
        try:
            months = months_to_learn(connection, run.as_of)
            # The libraries of the model take longer to load than finding out that there is nothing for them to do.
            from ml.choice import choose
            from ml.predictions import predict_everybody
            from ml.scoring import score
            from ml.training import train

            training = train(connection, run, months, settings.home_country)
        except TooLittleData as problem:
            note = str(problem)
        run_id = run.run_id if run.state == "scored" else records.take_over(connection, run.run_id)
        if training:
            with step("comparison with the served model"):
                choice = choose(connection, training, run, run_id, settings.data_dir, accept_worse=accept_worse)
                training = choice.training
        with step("predictions, with keys and indexes"):
            if training is None:
                records.write_no_predictions(connection, run_id)
            else:
                predictions = score(connection, training, run, settings)
                buyers = predict_everybody(connection, run_id, predictions)
            _write_figures(connection, run_id, training)
            if training is None or choice is None:
                records.note_no_model(connection, run_id, note)
            else:
                path = model_path(run_id)
                if choice.kept:
                    card = choice.kept.copy_to(run_id, settings.data_dir)
                else:
                    card = training.predictor.save(settings.data_dir / path, training.card)
                records.register_model(connection, run_id, path, card, training.metrics, choice.source)
    with step("publishing"):
        publish(engine, run_id)
    if training is None or choice is None:
        print(f"  {note}\n  run {run_id} is published without predictions.")
    else:
        _print_report(training, choice.source.note)
        print(
            f"  run {run_id} is published: {training.predictor.model.replace('_', ' ')}, {customers:,} customers, "
            f"{buyers:,.0f} of them expected to order in {training.predictor.horizon_days} days."
        )
    return run_id


def _print_report(training: "Training", note: str | None) -> None:
    """The figures, and why this model scores the run."""
    from ml import report

    print("\n".join(report.lines(training.metrics["summary"])))
    print("\n".join(report.value_lines(training.metrics["value"])))
    print(f"  {note}")


def _write_figures(connection: Connection, run_id: int, training: "Training | None") -> None:
    """Store the backtests and the profit curve with the run; none of them without a training."""
    if training is None:
        records.write_backtest(connection, run_id, [])
        records.write_value_backtest(connection, run_id, [])
        records.write_campaign(connection, run_id, None, [])
        return
    from ml.backtest import flat_rows

    records.write_backtest(connection, run_id, flat_rows(training.results))
    records.write_value_backtest(connection, run_id, [result.row() for result in training.value_results])
    records.write_campaign(connection, run_id, training.campaign, training.campaign_gains)


def check_orders(engine: Engine, run: Run) -> None:
    """End the command when a file was loaded after the run was scored: features and scores would not match."""
    with engine.connect() as connection:
        newest = connection.execute(text("select max(load_id) from loads where changed_from is not null")).scalar_one()
        scored = connection.execute(
            text(
                "select max((load ->> 'load_id')::bigint) from runs"
                " cross join jsonb_array_elements(loads) as load where run_id = :run_id"
            ),
            {"run_id": run.run_id},
        ).scalar_one()
    if scored is not None and newest is not None and newest > scored:
        stop("a file was loaded after the customers were scored. Score them first: python etl/etl_pipeline.py")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Predict who orders within 30 days, and publish the run.")
    parser.add_argument("--force", action="store_true", help="train anew even when the predictions are up to date")
    parser.add_argument(
        "--accept-worse", action="store_true", help="take the new model even when it is clearly worse than the served"
    )
    options = parser.parse_args(arguments)
    begin = time.perf_counter()
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    print("Predicting who orders next", flush=True)
    with pipeline_lock(engine):
        if options.force and newest_run(engine) is None:
            stop("there are no scores yet. Score the customers first: python etl/etl_pipeline.py")
        try:
            run_id = predict(engine, settings, force=options.force, accept_worse=options.accept_worse)
        except OSError as error:
            stop(f"the model could not be written ({error}). What was published stays as it was.")
        except OperationalError as error:
            stop(f"the database ended the work ({str(error.orig).strip()}). What was published stays as it was.")
        if run_id is None:
            if newest_run(engine) is None:
                stop("there are no scores yet. Score the customers first: python etl/etl_pipeline.py")
            print("  the predictions are up to date, nothing to do.")
            return
    print(f"  predicted in {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
