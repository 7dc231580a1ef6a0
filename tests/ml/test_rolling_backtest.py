"""`make backtest` prints what the API serves."""

from pathlib import Path

import pytest

from ml import report
from ml.rolling_backtest import main
from tests.backend.conftest import client_of, fetch


def test_the_table_printed_is_the_table_served(
    published_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", published_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    main([])
    printed = capsys.readouterr().out.splitlines()
    served = fetch(client_of(published_url), "/api/model/metrics")
    lines = [
        *report.lines(served["summary"]),
        *report.cutoff_lines(served["backtest"]),
        *report.season_lines(served["season"]),
        *report.value_lines(served["value"]),
    ]
    assert len(lines) > 30
    assert set(lines) <= set(printed)


def test_a_database_without_scores_is_told_what_to_do(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit):
        main([])
    assert "Score the customers first" in capsys.readouterr().err


def test_a_shop_too_young_gets_a_line_for_each_table_that_is_empty() -> None:
    assert report.lines([]) == []
    assert report.value_lines([]) == [
        "  expected value: no month of which 90 days have passed could be tested yet",
    ]
    never = {"way": "last_year", "used": False, "months": 0, "ece": None, "ece_without": None}
    assert report.season_lines([never])[1].split() == ["last", "year", "no", "past", "month", "to", "try", "it", "on"]


def test_what_would_have_shipped_has_a_line_for_each_month() -> None:
    shipped = {
        "cutoff": "2011-09-01",
        "chosen": True,
        "population": "repeat",
        "horizon_days": 30,
        "model": "logistic",
        "f1": 0.5,
        "roc_auc": 0.75,
        "pr_auc": None,
        "ece": 0.0625,
        "intervals": {"f1": [0.4, 0.6], "roc_auc": [0.7, 0.8], "ece": [0.05, 0.07]},
    }
    _, *lines = report.cutoff_lines([shipped, {**shipped, "chosen": False}, {**shipped, "cutoff": "2011-10-01"}])
    assert [line.split()[0] for line in lines] == ["2011-09-01", "2011-10-01"]
    assert "repeat, 30 days" in lines[0] and "logistic" in lines[0]
    assert "F1 0.500 [0.400, 0.600]  ROC-AUC 0.750 [0.700, 0.800]    ECE 0.062 [0.050, 0.070]" in lines[0]


def test_the_best_of_each_column_is_marked_but_not_of_what_is_only_near_its_aim() -> None:
    worse = {
        "model": "zero",
        "cutoffs": 1,
        "mean_absolute_error": 9.0,
        "median_absolute_error": 1.0,
        "bias": 0.2,
        "rank_correlation": None,
        "deviance": 3.0,
        "coverage": 0.9,
    }
    better = {**worse, "model": "mean_rate", "mean_absolute_error": 8.0, "median_absolute_error": 2.0, "bias": -0.1}
    better |= {"rank_correlation": 0.5, "coverage": 0.8}
    title, _, *rows, _ = report.value_lines([worse, better, {**worse, "model": "shipped", "deviance": 0.0}])
    assert title.endswith("mean of 1 test month")
    assert [row.split()[-6:] for row in rows[:2]] == [
        ["9.00", "*1.00", "+20.0%", "-", "*3.00", "90%"],
        ["*8.00", "2.00", "*-10.0%", "*0.500", "*3.00", "80%"],
    ]
