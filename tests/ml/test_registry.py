"""Models of earlier runs: kept while the new one is clearly worse, refused when changed, restored by one command."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, Row, text

from db.engine import pipeline_engine_for
from db.queries import read_sql
from db.runs import published_run
from db.settings import Settings
from ml.candidates import Logistic, ModelName
from ml.ml_model import predict
from ml.predictor import PurchasePredictor
from ml.registered import model_path, remove_leftovers
from ml.registry import compare_lines, file_state, list_lines, model_runs, restore
from tests.conftest import ZONE, Runner, copied_database, name_of, own_database
from tests.ml.foreseeing import Foreseeing
from tests.ml.shop import AS_OF, add, score, small_shop

EARLIER = datetime(2021, 10, 2)


def train_on(engine: Engine, settings: Settings, as_of: datetime = AS_OF) -> int:
    """Score and train as of a day; the run."""
    with engine.begin() as connection:
        score(connection, as_of)
    run_id = predict(engine, settings)
    assert run_id
    return run_id


def fill(engine: Engine, *, customers: int = 150, prefix: str = "") -> None:
    """The orders of a shop in place of what is there."""
    rows = [{**row, "customer_id": f"{prefix}{row['customer_id']}"} for row in small_shop(customers=customers)]
    with engine.begin() as connection:
        connection.execute(text("delete from orders"))
        add(connection, *rows)


Days = tuple[datetime, ...]


@pytest.fixture(scope="module")
def trained(
    server_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Days], tuple[str, Path]]:
    """A shop that was trained on these days: its database, to be copied, and its data folder; made once."""

    @cache
    def shop(days: Days) -> tuple[str, Path]:
        url, folder = copied_database(server_url, migrated_template), tmp_path_factory.mktemp("trained")
        engine = pipeline_engine_for(url, ZONE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATA_DIR", str(folder))
            fill(engine)
            for day in days:
                train_on(engine, Settings(), day)
        engine.dispose()
        return name_of(url), folder

    return shop


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest,
    server_url: str,
    migrated_template: str,
    trained: Callable[[Days], tuple[str, Path]],
    settings: Settings,
) -> Iterator[str]:
    """The URL of a database of this test's own: empty, or with a trained shop, whose models are in the data folder."""
    template = migrated_template
    if days := getattr(request, "param", ()):
        template, folder = trained(days)
        shutil.copytree(folder, settings.data_dir, dirs_exist_ok=True)
    with own_database(server_url, template) as url:
        yield url


# The shop of `fill` after these runs, numbered from 1.
after_one = pytest.mark.parametrize("database_url", [(EARLIER,)], indirect=True, ids=["run 1"])
after_two = pytest.mark.parametrize("database_url", [(EARLIER, AS_OF)], indirect=True, ids=["runs 1 and 2"])


def model_of(engine: Engine, run_id: int) -> Row[tuple[object, ...]]:
    with engine.connect() as connection:
        return connection.execute(
            text(
                "select models.origin, made_by_run, sha256, path, models.note, comparisons, metrics, model_note"
                " from runs left join models using (model_id) where runs.run_id = :run_id"
            ),
            {"run_id": run_id},
        ).one()


def probabilities(engine: Engine, run_id: int) -> dict[str, float]:
    with engine.connect() as connection:
        rows = connection.execute(
            text("select customer_id, purchase_probability from predictions where run_id = :run_id"),
            {"run_id": run_id},
        )
        return {row.customer_id: row.purchase_probability for row in rows}


def let_it_foresee(engine: Engine, settings: Settings, run_id: int, kind: ModelName = "logistic") -> None:
    """Put a model that knows the future, and gives itself out as of a kind, in the place of a run's, registered."""
    path = settings.data_dir / model_path(run_id)
    predictor = PurchasePredictor.load(path, str(model_of(engine, run_id).sha256))
    assert isinstance(predictor.candidate, Logistic)
    buyers = {
        (month, str(row["customer_id"]))
        for month in (datetime(2021, 9, 1), datetime(2021, 10, 1))
        for row in small_shop()
        if isinstance(when := row["ordered_at"], datetime) and month <= when < month + timedelta(days=30)
    }
    predictor._candidate = Foreseeing(predictor.candidate, buyers)
    predictor.model = kind
    card = predictor.save(path, {})
    with engine.begin() as connection:
        connection.execute(
            text(
                "update models set sha256 = :sha256, size_bytes = :bytes, model = :kind,"
                " card = card || jsonb_build_object('model', cast(:kind as text)) where run_id = :run_id"
            ),
            {"kind": kind, "sha256": card["sha256"], "bytes": card["bytes"], "run_id": run_id},
        )


@after_one
def test_a_clearly_worse_model_is_not_taken_and_the_run_says_so(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first = 1
    let_it_foresee(engine, settings, first)
    second = train_on(engine, settings)
    kept = model_of(engine, second)
    assert (kept.origin, kept.made_by_run) == ("kept", first)
    assert "The new model was not taken, as it is clearly worse than the served one." in kept.note
    assert "on 1 test month that it had not seen: PR-AUC " in kept.note
    assert "--accept-worse" in kept.note
    assert kept.note in capsys.readouterr().out
    (comparison,) = kept.comparisons
    assert (comparison["by"], comparison["months"]) == ("file", ["2021-10-01"])
    assert comparison["differences"][0]["clearly"] == "worse"
    # New data, old model: the customers of today, by the very file that is served.
    content = [(settings.data_dir / model_path(run)).read_bytes() for run in (first, second)]
    assert content[0] == content[1]
    assert file_state(engine, settings.data_dir, second) == "ok"
    assert set(probabilities(engine, second).values()) == {0.1}
    published = published_run(engine)
    assert published
    assert published.run_id == second

    third = predict(engine, settings, force=True, accept_worse=True)
    assert third
    taken = model_of(engine, third)
    assert taken.origin == "trained"
    assert "taken although it is clearly worse" in taken.note
    assert len(set(probabilities(engine, third).values())) > 20


@after_one
def test_the_figures_of_a_kept_model_are_those_of_its_kind(engine: Engine, settings: Settings) -> None:
    first = 1
    let_it_foresee(engine, settings, first, "bg_nbd")
    second = train_on(engine, settings)
    kept = model_of(engine, second)
    assert kept.origin == "kept"
    assert [one["by"] for one in kept.comparisons] == ["file", "kind"]
    assert "against a bg nbd like the served one, fitted anew before each of 5 test months" in kept.note
    assert kept.metrics["model"] == "bg_nbd"
    with engine.connect() as connection:
        chosen = connection.execute(
            text("select distinct model from backtest where run_id = :run_id and chosen"), {"run_id": second}
        ).scalars()
        assert list(chosen) == ["bg_nbd"]


@after_two
def test_a_model_that_is_not_clearly_worse_takes_the_served_one_s_place(engine: Engine, settings: Settings) -> None:
    first, second = 1, 2
    model = model_of(engine, second)
    assert (model.origin, model.made_by_run) == ("trained", second)
    assert "not clearly worse" in model.note
    assert model_of(engine, first).note == "Nothing was compared: no model is served yet."


@after_one
def test_a_changed_served_file_is_neither_opened_nor_kept(engine: Engine, settings: Settings) -> None:
    first = 1
    let_it_foresee(engine, settings, first)
    path = settings.data_dir / model_path(first)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "the file is not the registered model" in file_state(engine, settings.data_dir, first)
    second = train_on(engine, settings)
    model = model_of(engine, second)
    assert model.origin == "trained"
    assert f"Not compared with the model of run {first}." in model.note
    assert "models/run-1/model.pkl: the file is not the registered model" in model.note
    assert str(settings.data_dir) not in model.note  # it is shown to callers of the API


@after_two
def test_restoring_scores_today_s_customers_with_the_earlier_model_as_a_new_run(
    engine: Engine, settings: Settings
) -> None:
    first, second = 1, 2
    third = restore(engine, settings, first)
    published = published_run(engine)
    assert published
    assert (published.run_id, published.as_of) == (third, AS_OF)
    was, now = model_of(engine, first), model_of(engine, third)
    assert (now.origin, now.made_by_run, now.sha256, now.metrics) == ("restored", first, was.sha256, was.metrics)
    assert f"The model of run {first}, trained on data up to 2021-10-02, was restored." in now.note
    found, before = probabilities(engine, third), probabilities(engine, second)
    assert found.keys() == before.keys()
    assert found != before
    assert all(0 <= probability <= 1 for probability in found.values())
    with engine.connect() as connection:
        rows = connection.execute(
            text("select run_id, count(*) from backtest where run_id in (:first, :third) group by run_id"),
            {"first": first, "third": third},
        ).all()
    assert len({row[1] for row in rows}) == 1 and len(rows) == 2
    assert restore(engine, settings, third) > third  # a restored one is a model like any other


@after_two
def test_a_changed_file_is_not_restored_and_what_is_served_stays(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = 1, 2
    (settings.data_dir / model_path(first)).write_bytes(b"another")
    with pytest.raises(SystemExit):
        restore(engine, settings, first)
    said = capsys.readouterr().err
    assert "run-1/model.pkl: the file is not the registered model" in said and "What is served stays" in said
    with pytest.raises(SystemExit):
        restore(engine, settings, 77)
    assert "run 77 is not kept (KEEP_RUNS), or has no model. Those that are: 2, 1." in capsys.readouterr().err
    published = published_run(engine)
    assert published
    assert published.run_id == second
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from runs")).scalar_one() == 2


@after_one
def test_data_of_another_shop_are_neither_compared_nor_scored_with_the_earlier_model(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first = 1
    let_it_foresee(engine, settings, first)
    fill(engine, prefix="other-")
    second = train_on(engine, settings)
    model = model_of(engine, second)
    assert model.origin == "trained"
    assert "of its 150 customers these data know 0, so they are of another shop" in model.note
    with pytest.raises(SystemExit):
        restore(engine, settings, first)
    assert "of its 150 customers 0 are known now" in capsys.readouterr().err
    assert restore(engine, settings, first, other_shop=True) > second


def test_a_small_shop_in_place_of_a_large_one_has_scores_but_no_old_predictions(
    engine: Engine, settings: Settings
) -> None:
    fill(engine)
    train_on(engine, settings)
    fill(engine, customers=12, prefix="other-")
    second = train_on(engine, settings)
    model = model_of(engine, second)
    assert model.origin is None
    assert model.model_note.startswith("No model yet: it needs 50 customers")
    found = probabilities(engine, second)
    assert len(found) == 12
    assert set(found.values()) == {None}


def test_files_go_with_their_runs_and_leftovers_of_killed_trainings_too(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEP_RUNS", "1")
    few = Settings()
    fill(engine)
    first = train_on(engine, few)
    folder = few.data_dir / "models"
    shutil.copytree(folder / f"run-{first}", folder / "run-99")
    (folder / f"run-{first}" / "model.pkl.new").write_bytes(b"half")
    (folder / "notes.txt").write_text("the owner's own")
    assert remove_leftovers(engine, few.data_dir) == ["run-99"]
    assert sorted(path.name for path in folder.rglob("*")) == ["card.json", "model.pkl", "notes.txt", "run-1"]
    for _ in range(2):
        predict(engine, few, force=True)
    assert sorted(path.name for path in folder.glob("run-*")) == ["run-2", "run-3"]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from models")).scalar_one() == 3  # figures outlive their files


def test_the_served_model_s_file_stays_even_when_newer_runs_are_kept(engine: Engine, settings: Settings) -> None:
    fill(engine)
    first = train_on(engine, settings)
    predict(engine, settings, force=True)
    with engine.begin() as connection:
        connection.execute(text("update published set run_id = :run_id"), {"run_id": first})
        connection.execute(text("drop table rfm_scores_2, predictions_2"))
    assert remove_leftovers(engine, settings.data_dir) == ["run-2"]
    assert (settings.data_dir / model_path(first)).is_file()


@after_two
def test_runs_are_listed_and_compared_with_what_data_and_when(engine: Engine, settings: Settings) -> None:
    runs = model_runs(engine)
    listed = list_lines(runs)
    assert len(listed) == 3
    assert "2021-11-27" in listed[1] and listed[1].endswith("served")
    assert "2021-10-02" in listed[2] and listed[2].endswith("kept")
    figures = runs[0]
    assert 0.5 < figures.roc_auc <= 1 and figures.cutoffs == 5
    with engine.connect() as connection:
        mean = connection.execute(
            text("select avg(pr_auc) from backtest where run_id = 2 and chosen and population = 'all'")
        ).scalar_one()
    assert figures.pr_auc == pytest.approx(mean)
    side_by_side = "\n".join(compare_lines(runs[1], runs[0], []))
    (months,) = (line for line in side_by_side.splitlines() if "test months" in line)
    assert months.split()[2:] == [str(run.cutoffs) for run in (runs[1], runs[0])]
    assert "trained up to   2021-10-02" in side_by_side and "No month was tested in both." in side_by_side
    with engine.connect() as connection:
        query = text(read_sql("ml/sql/common_months"))
        common = connection.execute(query, {"one_run": 1, "other_run": 2}).all()
    found = [line for line in compare_lines(runs[1], runs[0], common) if "ROC-AUC" in line][-1]
    both = ([row.roc_auc_one for row in common], [row.roc_auc_other for row in common])
    assert found.split()[-2:] == [f"{sum(side) / len(side):.3f}" for side in both]


def test_the_command_says_that_there_is_no_model_yet(run_script: Runner) -> None:
    nothing = run_script("-m", "ml.registry", "list")
    assert nothing.returncode == 2
    assert "no run is published yet" in nothing.stderr


@after_two
def test_the_command_lists_compares_checks_and_restores(settings: Settings, run_script: Runner) -> None:
    compared = run_script("-m", "ml.registry", "compare", "1", "2")
    assert "On the 4 test months of both" in compared.stdout, compared.stdout + compared.stderr
    restored = run_script("-m", "ml.registry", "restore", "1")
    assert "run 3 is published: today's customers, scored with the model of run 1." in restored.stdout, restored.stderr
    (settings.data_dir / model_path(2)).unlink()
    checked = run_script("-m", "ml.registry", "check")
    assert checked.returncode == 2
    assert "run 1: ok" in checked.stdout
    assert "run-2/model.pkl: the model file cannot be read (No such file or directory)" in checked.stdout
