"""What the model reaches on the real file: ahead of its baselines every month, and not better than is honest."""

from typing import Any

import pytest
from sqlalchemy import text

from db.engine import engine_for
from tests.conftest import RETAIL, ZONE

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not RETAIL.is_file(), reason="the Online Retail file is not there"),
]


@pytest.fixture(scope="module")
def metrics(published_url: str) -> dict[str, Any]:
    engine = engine_for(published_url, ZONE)
    with engine.connect() as connection:
        found: dict[str, Any] = connection.execute(
            text(
                "select models.metrics from models inner join runs using (model_id)"
                " inner join published on runs.run_id = published.run_id"
            )
        ).scalar_one()
        rows = connection.execute(text("select * from backtest natural join published order by cutoff")).mappings()
        found["backtest"] = [{**row, "cutoff": row["cutoff"].isoformat()} for row in rows]
    engine.dispose()
    return found


def shipped(metrics: dict[str, Any], population: str) -> list[dict[str, Any]]:
    return [row for row in metrics["backtest"] if row["chosen"] and row["population"] == population]


def test_seven_months_are_tested_and_the_newest_is_shown(metrics: dict[str, Any]) -> None:
    assert [row["cutoff"] for row in shipped(metrics, "all")] == [f"2011-{month:02}-01" for month in range(5, 12)]
    assert metrics["cutoff"] == "2011-11-01"


def test_shipped_model_is_ahead_of_both_baselines_in_every_month(metrics: dict[str, Any]) -> None:
    for row in shipped(metrics, "all"):
        assert row["f1"] > row["f1_everybody"]
        assert row["f1"] > row["f1_recency_rule"]
        assert row["pr_auc"] > 1.5 * row["base_rate"]


def test_figures_are_those_of_an_honest_study_and_no_better(metrics: dict[str, Any]) -> None:
    means = next(row for row in metrics["summary"] if (row["population"], row["model"]) == ("all", "shipped"))
    assert 0.73 < means["roc_auc"]["mean"] < 0.78
    assert 0.58 < means["pr_auc"]["mean"] < 0.65
    assert 0.53 < means["f1"]["mean"] < 0.60
    assert means["brier"]["mean"] < 0.17
    assert means["ece"]["mean"] < 0.05
    assert means["lift_top_decile"]["mean"] > 2.5


def test_established_customers_are_predicted_beyond_the_plans_mark(metrics: dict[str, Any]) -> None:
    rows = shipped(metrics, "established")
    assert sum(row["f1"] for row in rows) / len(rows) > 0.70
    assert all(row["roc_auc"] > 0.70 for row in rows)  # where F1 shows no skill over 'everybody', this does


def test_regular_customers_long_overdue_are_not_flattered(metrics: dict[str, Any]) -> None:
    overdue = [row for row in metrics["reliability_by_group"] if row["group"] == "recency_over_gap" and row["low"] >= 3]
    assert overdue
    for row in overdue:
        assert row["mean_predicted"] == pytest.approx(row["share_bought"], abs=0.05)
