"""The figures of the other endpoints agree with each other and with their definition."""

from datetime import datetime
from statistics import median
from typing import Any

import pytest
from flask.testing import FlaskClient

from backend.model import at_threshold
from ml.reasons import PARTS
from tests.backend.conftest import fetch
from tests.backend.listing import get, walk


def test_segments_add_up_to_everybody(client: FlaskClient) -> None:
    answer = fetch(client, "/api/customers/segments")
    run = fetch(client, "/api/runs/current")
    items = answer["items"]
    assert [item["position"] for item in items] == list(range(1, 12))
    assert sum(item["customers"] for item in items) == answer["total_customers"] == run["customers"]
    assert sum(item["share"] for item in items) == pytest.approx(1)
    assert sum(item["monetary"] for item in items) == pytest.approx(run["net_spend"], abs=0.01)
    champions = walk(client, segment="Champions")
    assert items[0]["segment"] == "Champions"
    assert items[0]["customers"] == len(champions)
    assert items[0]["mean_recency"] == pytest.approx(
        sum(row["recency"] for row in champions) / len(champions), abs=0.01
    )
    assert items[0]["expected_buyers"] == pytest.approx(sum(row["purchase_probability"] for row in champions))


def test_the_run_adds_up(client: FlaskClient) -> None:
    run = fetch(client, "/api/runs/current")
    assert run["state"] == "published"
    assert run["lines_in"] == run["lines_kept"] + sum(run["ledger"].values())
    assert run["orders"] == sum(row["frequency"] for row in walk(client))


def test_the_overview_agrees_with_the_list(client: FlaskClient) -> None:
    overview = fetch(client, "/api/overview")
    everybody = walk(client)
    assert overview["repeat_customers"] == sum(row["frequency"] > 1 for row in everybody)
    assert overview["expected_buyers"] == pytest.approx(sum(row["purchase_probability"] for row in everybody))
    assert sum(month["orders"] for month in overview["months"]) == sum(row["frequency"] for row in everybody)
    assert sum(month["new_customers"] for month in overview["months"]) == len(everybody)
    cells = overview["grid"]
    assert len(cells) == 25
    assert sum(cell["customers"] for cell in cells) + overview["new_customers"]["customers"] == len(everybody)
    for cell in cells[:10]:
        in_cell = [
            row
            for row in everybody
            if row["r_score"] == cell["r"]
            and -(-(row["f_score"] + row["m_score"]) // 2) == cell["fm"]
            and row["segment"] != "New Customers"
        ]
        assert cell["customers"] == len(in_cell)
        assert all(row["segment"] == cell["segment"] for row in in_cell)
    at_risk = [row for row in everybody if row["segment"] in ("At Risk", "Can't Lose Them")]
    assert overview["at_risk"]["customers"] == len(at_risk)
    assert overview["at_risk"]["monetary"] == pytest.approx(sum(row["monetary"] for row in at_risk))


def test_facets_count_everybody(client: FlaskClient) -> None:
    facets = fetch(client, "/api/customers/facets")
    total = get(client)["total"]
    assert sum(item["customers"] for item in facets["countries"]) == total
    for measure in ("recency", "monetary", "frequency", "purchase_probability"):
        assert sum(bin_["customers"] for bin_ in facets[measure]["bins"]) == total
    values = [row["monetary"] for row in walk(client)]
    assert (facets["monetary"]["min"], facets["monetary"]["max"]) == (min(values), max(values))


def test_details_agree_with_the_list(client: FlaskClient) -> None:
    row = get(client, sort="-frequency", limit=3)["items"][2]
    details = fetch(client, f"/api/customers/{row['customer_id']}/details")
    assert {name: details["rfm"][name] for name in row} == row
    placed = [order for order in details["orders"] if order["is_order"]]
    if details["orders_total"] == len(details["orders"]):
        assert len(placed) == row["frequency"]
        assert sum(order["net"] for order in details["orders"]) == pytest.approx(row["monetary"], abs=0.01)
    dates = [datetime.fromisoformat(order["ordered_at"]) for order in details["orders"]]
    assert dates == sorted(dates, reverse=True)
    for order in details["orders"][:5]:
        products = [line for line in order["lines"] if not line["is_charge"]]
        assert sum(line["amount"] for line in products) == pytest.approx(order["net"], abs=0.01)
    everybody = walk(client)
    below = sum(other["monetary"] < row["monetary"] for other in everybody)
    assert details["rfm"]["monetary_percentile"] == pytest.approx(below / (len(everybody) - 1))
    likelier = sum(other["purchase_probability"] > row["purchase_probability"] for other in everybody)
    assert details["prediction"]["probability_rank"] == likelier + 1
    assert details["prediction"]["reasons"]


def test_products_of_a_customer_are_the_lines_without_charges(client: FlaskClient) -> None:
    """Of customers with a charge and few products, all of them: their sums from the lines of their orders."""
    seen = 0
    for row in walk(client, sort="monetary", max_frequency=3, min_monetary=50)[:150]:
        details = fetch(client, f"/api/customers/{row['customer_id']}/details")
        lines = [line for order in details["orders"] for line in order["lines"]]
        if details["products_total"] > 10 or not any(line["is_charge"] for line in lines):
            continue
        spent: dict[str, float] = {}
        for line in lines:
            if not line["is_charge"]:
                spent[line["stock_code"]] = spent.get(line["stock_code"], 0) + line["amount"]
        assert {item["stock_code"]: item["monetary"] for item in details["products"]} == pytest.approx(spent)
        assert (details["products_total"], details["orders_total"]) == (len(spent), len(details["orders"]))
        seen += 1
    assert seen >= 3


def test_an_unknown_customer_is_told_so(client: FlaskClient) -> None:
    for unknown in ("nobody", "%00", "%F0%9F%98%80", "1" * 300):
        answer = client.get(f"/api/customers/{unknown}/details")
        assert answer.status_code == 404, unknown
        assert answer.content_type == "application/problem+json"


def f1_of(matrix: list[list[int]]) -> float:
    (_, fp), (fn, tp) = matrix
    return 2 * tp / (2 * tp + fp + fn)


def test_the_model_s_figures_follow_from_its_matrix(client: FlaskClient) -> None:
    metrics = fetch(client, "/api/model/metrics")
    (tn, fp), (fn, tp) = metrics["confusion_matrix"]
    assert tn + fp + fn + tp == metrics["n"]
    assert metrics["f1"] == pytest.approx(f1_of(metrics["confusion_matrix"]))
    assert metrics["accuracy"] == pytest.approx((tn + tp) / metrics["n"])
    assert metrics["precision"] == pytest.approx(tp / (tp + fp))
    assert metrics["recall"] == pytest.approx(tp / (tp + fn))
    assert metrics["base_rate"] == pytest.approx((fn + tp) / metrics["n"])
    assert {model["model"] for model in metrics["models"]} == {
        "logistic",
        "gradient_boosting",
        "bg_nbd",
        "random_forest",
    }
    everybody = metrics["baselines"]["everybody_buys"]
    assert everybody["f1"] == pytest.approx(2 * (fn + tp) / (metrics["n"] + fn + tp))
    assert metrics["baselines"]["nobody_buys"]["recall"] == 0


def test_another_threshold_moves_the_figures(client: FlaskClient) -> None:
    own = fetch(client, "/api/model/metrics")
    low: Any = fetch(client, "/api/model/metrics?threshold=0")
    assert low["recall"] == 1
    assert low["f1"] == pytest.approx(own["baselines"]["everybody_buys"]["f1"])
    assert low["default_threshold"] == own["threshold"]
    high = fetch(client, "/api/model/metrics?threshold=0.9")
    assert high["threshold"] == pytest.approx(0.9)
    assert high["precision"] > own["precision"] > low["precision"]
    assert high["f1"] == pytest.approx(f1_of(high["confusion_matrix"]))
    assert high["roc_auc"] == own["roc_auc"]
    assert {"f1", "recall", "roc_auc"} <= own["intervals"].keys()
    assert "roc_auc" in high["intervals"] and not {"f1", "recall", "accuracy"} & high["intervals"].keys()
    same = fetch(client, f"/api/model/metrics?threshold={own['threshold']}")
    assert (same["intervals"] == own["intervals"]) == (same["threshold"] == own["threshold"])
    assert client.get("/api/model/metrics?threshold=2").status_code == 422


def test_the_backtest_rows_are_flat_and_one_model_per_cutoff_is_chosen(client: FlaskClient) -> None:
    metrics = fetch(client, "/api/model/metrics")
    rows = [row for row in metrics["backtest"] if row["population"] == "all" and row["horizon_days"] == 30]
    for cutoff in {row["cutoff"] for row in rows}:
        assert sum(row["chosen"] for row in rows if row["cutoff"] == cutoff) == 1
    newest = [row for row in rows if row["cutoff"] == metrics["cutoff"] and row["chosen"]]
    assert newest[0]["f1"] == pytest.approx(metrics["f1"])
    assert newest[0]["f1_everybody"] == pytest.approx(metrics["baselines"]["everybody_buys"]["f1"])


def test_a_segment_s_medians_are_those_of_its_customers(client: FlaskClient) -> None:
    for item in fetch(client, "/api/customers/segments")["items"]:
        rows = walk(client, segment=item["segment"]) if item["customers"] else []
        for name, column in (("median_monetary", "monetary"), ("median_expected_value", "expected_value")):
            values = [row[column] for row in rows if row[column] is not None]
            assert item[name] == (pytest.approx(median(values), abs=0.002) if values else None)


def test_the_parts_of_each_probability_add_up_to_it(client: FlaskClient) -> None:
    items = fetch(client, "/api/customers/rfm?limit=20&sort=-purchase_probability")["items"]
    for item in items[::5]:
        prediction = fetch(client, f"/api/customers/{item['customer_id']}/details")["prediction"]
        assert [part["topic"] for part in prediction["parts"]] == list(PARTS)
        total = sum(part["share"] for part in prediction["parts"])
        assert total == pytest.approx(prediction["purchase_probability"], abs=1e-5)


def test_the_list_of_runs_gives_the_served_model_s_own_figures(client: FlaskClient) -> None:
    metrics, runs = fetch(client, "/api/model/metrics"), fetch(client, "/api/model/runs")
    (run,) = runs["items"]
    assert (runs["run_id"], run["run_id"], run["is_served"], run["is_kept"]) == (1, 1, True, True)
    shipped = next(row for row in metrics["summary"] if (row["population"], row["model"]) == ("all", "shipped"))
    for name in ("base_rate", "f1", "f1_everybody", "f1_weighted", "roc_auc", "pr_auc", "brier", "log_loss", "ece"):
        assert run[name] == pytest.approx(shipped[name]["mean"])
    assert run["cutoffs"] == shipped["cutoffs"]
    assert (run["model"], run["sha256"]) == (metrics["card"]["model"], metrics["card"]["sha256"])
    assert metrics["choice"] == {
        "origin": "trained", "made_by_run": 1, "note": run["note"], "comparisons": [],
    }  # fmt: skip


def test_the_figures_at_a_threshold_are_those_of_the_nearest_counts() -> None:
    counts = {"threshold": 0.3, "tn": 5, "fp": 1, "fn": 2, "tp": 4}
    nobody = {"threshold": 1.0, "tn": 6, "fp": 0, "fn": 6, "tp": 0}
    found = at_threshold([nobody, counts], 0.4)
    buyers, others = 8 / 11, 10 / 13
    assert found == {
        "threshold": 0.3,
        "accuracy": pytest.approx(9 / 12),
        "precision": pytest.approx(4 / 5),
        "recall": pytest.approx(4 / 6),
        "f1": pytest.approx(buyers),
        "f1_weighted": pytest.approx((6 * buyers + 6 * others) / 12),
        "f1_macro": pytest.approx((buyers + others) / 2),
        "confusion_matrix": [[5, 1], [2, 4]],
    }
    uneven = at_threshold([{"threshold": 0.5, "tn": 6, "fp": 2, "fn": 1, "tp": 1}], 0.5)
    assert uneven["f1_weighted"] == pytest.approx((2 * 2 / 5 + 8 * 12 / 15) / 10)
    assert (found["precision"], at_threshold([nobody, counts], 0.9)["recall"]) == (0.8, 0)
