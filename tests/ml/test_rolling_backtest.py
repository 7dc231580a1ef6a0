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
