"""Which model a run is scored with: the newly trained one, unless it is clearly worse than the one that is served."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, text

from db.runs import Run
from ml.campaign import campaign_figures, gains
from ml.comparison import Comparison, clearly_better, clearly_worse, compare
from ml.metrics import metrics
from ml.predictor import ModelFileError
from ml.records import Source
from ml.registered import OpenedModel, RegisteredModel, known_customers, registered_model
from ml.training import Training

ACCEPT = "To take the new one all the same: python ml/ml_model.py --force --accept-worse"


@dataclass(frozen=True)
class Choice:
    """What scores the run (with figures that are true of it), the earlier model if it is one, and why."""

    training: Training
    kept: OpenedModel | None
    source: Source


def choose(
    connection: Connection, training: Training, run: Run, run_id: int, data_dir: Path, *, accept_worse: bool = False
) -> Choice:
    """Compare the new model with the served one on the months of this backtest; the new one unless clearly worse.

    There is nothing to compare with where the served run has no model, is of another shop, or its file was changed.
    `run`: on whose orders the new model was trained; `run_id`: the run that is to be published.
    """
    served_run = connection.execute(text("select run_id from published")).scalar_one_or_none()
    served = None if served_run is None else registered_model(connection, served_run)
    if served is None:
        return _new(training, run_id, "Nothing was compared: no model is served yet.")
    known = known_customers(connection, served.run_id, run.run_id)
    if not known.same_shop:
        return _new(
            training,
            run_id,
            f"Not compared with the model of run {served.run_id}: of its {known.customers:,} customers these data know "
            f"{known.known:,}, so they are of another shop.",
        )
    try:
        opened = served.open(data_dir)
    except ModelFileError as problem:
        where = str(problem).replace(f"{data_dir}/", "")  # callers of the API need not know the machine's folders
        return _new(training, run_id, f"Not compared with the model of run {served.run_id}. {where}")
    comparisons = compare(training.results, training.predictor.model, opened.predictor)
    if not comparisons:
        why = "it is of the same kind, and no test month begins after those that it learned from"
        return _new(training, run_id, f"Not compared with the model of run {served.run_id}: {why}.")
    verdict = _verdict(comparisons, served)
    if not clearly_worse(comparisons):
        how = "clearly better" if clearly_better(comparisons) else "not clearly worse"
        return _new(training, run_id, f"The new model is {how} than the served one. {verdict}", comparisons)
    if accept_worse:
        return _new(training, run_id, f"The new model is taken although it is clearly worse. {verdict}", comparisons)
    note = (
        f"The new model was not taken, as it is clearly worse than the served one. {verdict} Customers are scored with "
        f"the model of run {served.made_by_run}, trained on data up to {served.card['as_of'][:10]}. {ACCEPT}"
    )
    source = Source("kept", served.made_by_run, note, [one.row() for one in comparisons])
    return Choice(_with(training, opened, run), opened, source)


def _new(training: Training, run_id: int, note: str, comparisons: list[Comparison] | None = None) -> Choice:
    return Choice(training, None, Source("trained", run_id, note, [one.row() for one in comparisons or []]))


def _verdict(comparisons: list[Comparison], served: RegisteredModel) -> str:
    """The comparisons in sentences."""
    found = []
    for one in comparisons:
        months = f"{len(one.months)} test {'month' if len(one.months) == 1 else 'months'}"
        what = (
            f"the file of run {served.made_by_run}, on {months} that it had not seen"
            if one.by == "file"
            else f"a {one.served.replace('_', ' ')} like the served one, fitted anew before each of {months}"
        )
        figures = ", ".join(map(str, one.differences)) or "no figure has a meaning there"
        found.append(f"The new {one.new.replace('_', ' ')} against {what}: {figures}.")
    return " ".join(found)


def _with(training: Training, opened: OpenedModel, run: Run) -> Training:
    """The training as if this predictor's kind had been chosen at each month: its figures are those of the kind.

    The ways to an intercept for the season were tried on the new model, so they are left out where the kinds differ.
    """
    predictor, card = opened.predictor, opened.registered.card
    if predictor.model == training.predictor.model:
        return replace(training, predictor=predictor, card=card)
    results = [replace(result, chosen=result.model == predictor.model) for result in training.results]
    met = gains(results)
    return replace(
        training,
        predictor=predictor,
        card=card,
        results=results,
        metrics={**training.metrics, **metrics(results), "season": []},
        campaign_gains=met,
        campaign=campaign_figures(met, run.as_of),
    )
