"""The facts of the real Online Retail file, as an independent computation found them, all asked of the API."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.backend.conftest import client_of, fetch
from tests.backend.listing import walk
from tests.conftest import RETAIL

pytestmark = pytest.mark.skipif(not RETAIL.is_file(), reason=f"the real file is not there: {RETAIL}")

SEGMENTS = {
    "Champions": 888,
    "Loyal Customers": 537,
    "Potential Loyalists": 257,
    "Promising": 130,
    "New Customers": 651,
    "Need Attention": 162,
    "About To Sleep": 79,
    "Can't Lose Them": 84,
    "At Risk": 559,
    "Hibernating": 298,
    "Lost": 689,
}
SCORES = {
    "r_score": [871, 884, 867, 847, 865],
    "f_score": [1505, 831, 502, 631, 865],
    "m_score": [867, 867, 866, 867, 867],
}


@pytest.fixture(scope="module")
def client(published_url: str) -> FlaskClient:
    return client_of(published_url)


@pytest.fixture(scope="module")
def everybody(client: FlaskClient) -> list[dict[str, Any]]:
    return walk(client)


def test_lines_ledger_orders_and_spend(client: FlaskClient) -> None:
    run = fetch(client, "/api/runs/current")
    assert run["as_of"] == "2011-12-10T00:00:00"
    assert run["sample"] is False
    assert run["lines_in"] == 541_909
    assert run["ledger"] == {"exact duplicate": 5_268, "price is zero": 2_510, "price below zero": 2}
    assert run["lines_kept"] == 534_129
    assert (run["orders"], run["customers"]) == (18_402, 4_334)
    assert round(run["gross_spend"], 2) == 8_737_227.64
    assert round(run["net_spend"], 2) == 8_269_399.91


def test_segments(client: FlaskClient) -> None:
    items = fetch(client, "/api/customers/segments")["items"]
    assert {item["segment"]: item["customers"] for item in items} == SEGMENTS


@pytest.mark.parametrize("score", SCORES)
def test_scores(everybody: list[dict[str, Any]], score: str) -> None:
    assert [sum(row[score] == value for row in everybody) for value in range(1, 6)] == SCORES[score]


def test_the_large_orders_cancelled_minutes_later_are_netted(client: FlaskClient) -> None:
    details = fetch(client, "/api/customers/16446/details")
    assert details["rfm"]["monetary"] == 2.9
    assert max(order["gross"] for order in details["orders"]) == 168_469.6


def test_december_is_marked_partial(client: FlaskClient) -> None:
    months = fetch(client, "/api/overview")["months"]
    assert [month["month"] for month in months if month["partial"]] == ["2011-12-01"]
    assert months[-1]["days_with_data"] == 9


def test_honest_figures_of_the_model(client: FlaskClient) -> None:
    """An honest forecast of this file lies near these figures; far better ones would be a leak."""
    metrics = fetch(client, "/api/model/metrics")
    rows = [
        row
        for row in metrics["backtest"]
        if (row["population"], row["horizon_days"], row["model"]) == ("all", 30, "logistic")
    ]
    assert [row["cutoff"] for row in rows] == [f"2011-{month:02d}-01" for month in range(5, 12)]
    mean = {name: sum(row[name] for row in rows) / len(rows) for name in ("roc_auc", "pr_auc", "f1", "f1_everybody")}
    assert 0.73 < mean["roc_auc"] < 0.78
    assert 0.58 < mean["pr_auc"] < 0.65
    assert mean["f1_everybody"] + 0.08 < mean["f1"] < 0.60
