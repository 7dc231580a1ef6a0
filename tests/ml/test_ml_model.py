"""The script: predictions become visible with their scores, or not at all."""

import json
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, text

from db.runs import published_run
from db.settings import Settings
from ml import scoring
from ml.ml_model import PurchasePredictor, predict
from ml.panel import read_chunks
from ml.registry import restore
from tests.ml.shop import add, order, score, small_shop


def test_every_customer_of_the_run_gets_a_probability_and_reasons(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        run_id = score(connection)
    assert predict(engine, settings) == run_id
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select purchase_probability as p, reasons, expected_value,"
                " expected_value_low as low, expected_value_high as high from rfm_scores"
                " left join predictions using (run_id, customer_id) where run_id = :run_id"
            ),
            {"run_id": run_id},
        ).all()
        model = connection.execute(
            text("select models.* from models inner join runs using (model_id) where runs.run_id = :run_id"),
            {"run_id": run_id},
        ).one()
        flat = connection.execute(text("select population, chosen, f1_everybody from backtest")).all()
    assert len(rows) > 100
    assert all(0 < row.p < 1 and 1 <= len(row.reasons) <= 3 for row in rows)
    assert all(0 <= row.low <= row.expected_value <= row.high for row in rows)
    assert len({row.expected_value for row in rows}) > 20
    assert len({row.p for row in rows}) > 20
    assert model.card["sha256"] == model.sha256
    assert model.metrics["cutoff"] == "2021-10-01"
    assert len(flat) > 0
    assert {row.population for row in flat} == {"all", "repeat", "established"}
    PurchasePredictor.load(settings.data_dir / model.path, model.sha256)
    published = published_run(engine)
    assert published
    assert published.run_id == run_id
    assert predict(engine, settings) is None  # nothing left to do


def test_a_model_file_holds_no_customer(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        add(connection, *({**row, "customer_id": f"buyer-{row['customer_id']}"} for row in small_shop()))
        score(connection)
    predict(engine, settings)
    files = [path for path in (settings.data_dir / "models").rglob("*") if path.is_file()]
    assert len(files) >= 2  # a model and its card
    assert not any(b"buyer-" in path.read_bytes() for path in files)


def test_force_trains_anew_as_a_new_run_on_the_same_scores(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        score(connection)
    first = predict(engine, settings)
    second = predict(engine, settings, force=True)
    assert first
    assert second
    assert second > first
    with engine.connect() as connection:
        counts = {
            table: connection.execute(
                text(f"select run_id, count(*) from {table} group by run_id order by run_id")
            ).all()
            for table in ("rfm_scores", "predictions")
        }
    assert [run for run, _ in counts["predictions"]] == [first, second]
    assert len({count for rows in counts.values() for _, count in rows}) == 1


def test_a_young_shop_is_published_without_predictions_and_told_why(engine: Engine, settings: Settings) -> None:
    as_of = datetime(2021, 4, 15)
    with engine.begin() as connection:
        add(connection, *small_shop(days=100))
        run_id = score(connection, as_of)
    assert predict(engine, settings) == run_id
    with engine.connect() as connection:
        note, model_id, state = connection.execute(text("select model_note, model_id, state from runs")).one()
        known = connection.execute(text("select count(*), count(purchase_probability) from predictions")).one()
    assert state == "published"
    assert model_id is None
    assert "needs 90 days of orders and then 3 finished months" in note
    assert known[0] > 100
    assert known[1] == 0


def test_a_handful_of_customers_is_told_the_minimum(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop(customers=12))
        score(connection)
    predict(engine, settings)
    with engine.connect() as connection:
        note = connection.execute(text("select model_note from runs")).scalar_one()
    assert "it needs 50 customers" in note


def test_a_failure_leaves_the_published_run_and_no_half_of_the_next(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        score(connection)
    first = predict(engine, settings)
    with engine.begin() as connection:
        second = score(connection)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(PurchasePredictor, "save", full_disk)
        with pytest.raises(OSError, match="No space left"):
            predict(engine, settings)
    with engine.connect() as connection:
        left = connection.execute(
            text("select to_regclass(:table), (select count(*) from backtest where run_id = :run_id)"),
            {"table": f"predictions_{second}", "run_id": second},
        ).one()
    published = published_run(engine)
    assert published
    assert (published.run_id, tuple(left)) == (first, (None, 0))
    assert predict(engine, settings) == second  # the next start goes on without hand work


def test_orders_that_were_not_scored_stop_the_command(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_shop()
    with engine.begin() as connection:
        add(connection, *rows)
        score(connection)
        connection.execute(text("delete from orders where customer_id = 'c001'"))
    with pytest.raises(SystemExit):
        predict(engine, settings)
    assert "not those that were scored" in capsys.readouterr().err
    assert published_run(engine) is None


@pytest.mark.parametrize("unknown", ["a", "z"])
def test_an_unscored_customer_before_the_first_or_after_the_last_stops_the_command(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str], unknown: str
) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        score(connection)
        add(connection, order(unknown, datetime(2021, 3, 1)))
    with pytest.raises(SystemExit):
        predict(engine, settings)
    assert "not those that were scored" in capsys.readouterr().err
    assert published_run(engine) is None


def test_scoring_in_pieces_says_the_same_as_at_once(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        score(connection)
    first = predict(engine, settings)
    assert first
    at_once = restore(engine, settings, first)
    monkeypatch.setattr(scoring, "read_chunks", partial(read_chunks, chunk=20))
    monkeypatch.setattr(scoring, "WORDED_AT_ONCE", 7)
    in_pieces = restore(engine, settings, first)
    said = text(
        "select customer_id, reasons, array[purchase_probability, expected_value, expected_value_low,"
        " expected_value_high] || parts from predictions where run_id = :run_id order by customer_id"
    )
    with engine.connect() as connection:
        whole, pieces = (connection.execute(said, {"run_id": run_id}).all() for run_id in (at_once, in_pieces))
    assert len(whole) > 100
    assert [row[:2] for row in pieces] == [row[:2] for row in whole]
    for piece, row in zip(pieces, whole, strict=True):
        assert piece[2] == pytest.approx(row[2], rel=1e-9)  # the last digit hangs on how many rows are multiplied


def test_card_names_what_the_model_stands_on(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop())
        run_id = score(connection)
    predict(engine, settings)
    card = json.loads((settings.data_dir / f"models/run-{run_id}/card.json").read_text())
    assert card["cutoffs"] == [f"2021-{month:02}-01" for month in range(4, 11)]
    assert {"scikit-learn", "numpy", "python"} <= set(card["library_versions"])
    assert all({"name", "label"} < set(feature) for feature in card["features"])


def without(months: set[int], rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in rows if isinstance(when := row["ordered_at"], datetime) and when.month not in months]


def odd_shop(kind: str) -> list[dict[str, object]]:
    """A shop of ten months with one thing amiss."""
    rows = small_shop()
    if kind == "one order per customer":
        return list({row["customer_id"]: row for row in reversed(rows)}.values())
    if kind == "everybody orders every week":
        weeks = [datetime(2021, 1, 1) + timedelta(days=7 * number) for number in range(47)]
        return [order(f"c{number:03}", week) for number in range(60) for week in weeks]
    if kind == "no country":
        return [{**row, "country": None} for row in rows]
    if kind == "every order returned":
        return rows + [{**row, "invoice_no": f"r{row['invoice_no']}", "is_order": False, "net": -10} for row in rows]
    if kind == "a gap of three months":
        return without({6, 7, 8}, rows)
    if kind == "all alike":
        days = [datetime(2021, 1, 5) + timedelta(days=45 * number) for number in range(8)]
        return [order(f"c{number:03}", day) for number in range(60) for day in days]
    raise ValueError(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "one order per customer",
        "everybody orders every week",
        "no country",
        "every order returned",
        "a gap of three months",
        "all alike",
    ],
)
def test_an_odd_shop_is_published_with_sound_figures_or_a_sentence(
    engine: Engine, settings: Settings, kind: str
) -> None:
    with engine.begin() as connection:
        add(connection, *odd_shop(kind))
        run_id = score(connection)
    assert predict(engine, settings) == run_id
    with engine.connect() as connection:
        note = connection.execute(text("select model_note from runs")).scalar_one()
        rows = connection.execute(
            text("select purchase_probability as p, expected_value as value from predictions")
        ).all()
        nans = connection.execute(
            text(
                "select (select count(*) from backtest as b where to_jsonb(b)::text ~* 'nan|infinity')"
                " + (select count(*) from value_backtest as v where to_jsonb(v)::text ~* 'nan|infinity')"
            )
        ).scalar_one()
    assert len(rows) >= 60
    assert nans == 0
    if note is None:
        assert all(0 <= row.p <= 1 and (row.value is None or row.value >= 0) for row in rows)
    else:
        assert note.startswith("No model yet: ") and note.endswith(".")
        assert all(row.p is None and row.value is None for row in rows)
