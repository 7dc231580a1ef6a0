"""A campaign from its plan to its result: the list is drawn once, and judged by what is loaded later."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from db.runs import newest_run, publish
from db.settings import Settings
from etl.etl_pipeline import ETLPipeline
from ml.predictions import Predictions, write_predictions
from ml.records import write_campaign
from tests.backend.conftest import FETCH, body, fetch
from tests.etl.shop_tables import load_lines

CUSTOMERS = [f"{number:03d}" for number in range(1, 41)]
PLAN = {"ranking": "past_spend", "horizon_days": 30, "interval_factor": None, "interval_factor_before": None}
BODY = {"name": "Spring", "customers": 20, "hold_out": 0.25, "margin": 0.5, "cost": 1}


def line(customer: str, day: str, spend: float) -> str:
    return f"{customer}-{day},A1,Apple,1,{day} 10:00:00,{spend},{customer},France"


def make_run(engine: Engine, folder: Path, lines: list[str]) -> None:
    """Load, score and publish, with one past month in which the first customers brought most."""
    load_lines(engine, folder, lines)
    ETLPipeline(engine, Settings()).run()
    run = newest_run(engine)
    assert run is not None
    with engine.begin() as connection:
        n = len(CUSTOMERS)
        write_predictions(connection, run.run_id, [Predictions(CUSTOMERS, np.full(n, 0.5), [[]] * n)])
        past: list[dict[str, Any]] = [
            {
                "cutoff": datetime(2011, month, 1),
                "ranking": "past_spend",
                "chosen": True,
                "customers": 4,
                "contacts": [0, 1, 2, 3, 4],
                "buyers": [0, 1, 2, 2, 2],
                "spend": [0.0, 100.0 * month, 150.0 * month, 150.0 * month, 150.0 * month],
                "spend_squares": [0.0, 1e4, 1.25e4, 1.25e4, 1.25e4],
            }
            for month in (1, 2)
        ]
        write_campaign(connection, run.run_id, PLAN, past)
    publish(engine, run.run_id)


@pytest.fixture
def shop(own_client: FlaskClient, engine: Engine, tmp_path: Path) -> FlaskClient:
    """Forty customers with one order each, customer 040 the largest, up to 30 April 2011."""
    make_run(engine, tmp_path, [line(customer, "2011-04-30", 10 * int(customer)) for customer in CUSTOMERS])
    return own_client


def begin(client: FlaskClient, **changes: Any) -> Any:
    answer = client.post("/api/campaigns", json={**BODY, **changes}, headers=FETCH)
    assert answer.status_code == 201, answer.text
    return body(answer)


def listed(client: FlaskClient, campaign_id: int) -> list[dict[str, str]]:
    answer = client.get(f"/api/campaigns/{campaign_id}/customers.csv")
    assert answer.status_code == 200 and answer.content_type.startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_best_are_chosen_and_a_share_of_them_is_held_out_by_lot(shop: FlaskClient) -> None:
    begun = begin(shop)
    assert (begun["letters"], begun["held_out"], begun["starts_on"]) == (15, 5, "2011-05-01")
    assert begun["is_over"] is False and begun["result"] is None
    rows = listed(shop, begun["campaign_id"])
    assert [row["customer_id"] for row in rows] == sorted(CUSTOMERS, reverse=True)[:20]
    assert [int(row["place"]) for row in rows] == list(range(1, 21))
    held = {row["customer_id"] for row in rows if row["campaign_group"] == "held out"}
    assert len(held) == 5
    others = [listed(shop, begin(shop, name=f"Again {number}")["campaign_id"]) for number in range(5)]
    assert any({row["customer_id"] for row in rows if row["campaign_group"] == "held out"} != held for rows in others)


@pytest.mark.parametrize(
    ("ranking", "best_first"),
    [
        ("past_spend", sorted(CUSTOMERS, reverse=True)),
        ("probability", sorted(CUSTOMERS)),
        ("probability_and_spend", sorted(CUSTOMERS, key=lambda name: (abs(int(name) - 20.5), name))),
    ],
)
def test_the_plan_shows_whom_a_campaign_chooses_first(
    shop: FlaskClient, engine: Engine, ranking: str, best_first: list[str]
) -> None:
    with engine.begin() as connection:  # the more somebody has spent, the less likely they are to come back
        connection.execute(text("update customer_list set purchase_probability = (41 - monetary / 10) / 64"))
        ranked = {"ranking": ranking}
        connection.execute(
            text("update runs set campaign = campaign || jsonb_build_object('ranking', :ranking)"), ranked
        )
    shown = fetch(shop, "/api/campaigns/plan/customers?limit=15")
    assert shown["ranking"] == ranking
    assert [row["customer_id"] for row in shown["items"]] == best_first[:15]
    assert [row["place"] for row in shown["items"]] == list(range(1, 16))
    rows = listed(shop, begin(shop)["campaign_id"])
    assert [row["customer_id"] for row in rows] == best_first[:20]


def test_what_is_loaded_later_tells_what_the_letters_brought(shop: FlaskClient, engine: Engine, tmp_path: Path) -> None:
    campaign_id = begin(shop)["campaign_id"]
    rows = listed(shop, campaign_id)
    written = [row["customer_id"] for row in rows if row["campaign_group"] == "write"]
    held = [row["customer_id"] for row in rows if row["campaign_group"] == "held out"]
    may = [line(customer, "2011-05-30", 100 + place) for place, customer in enumerate(written)]
    may += [line(customer, "2011-05-10", 50 + place) for place, customer in enumerate(held[:3])]
    beyond = [line(customer, "2011-05-31", 1000) for customer in held]  # the 30 days end on 30 May
    make_run(engine, tmp_path, may)
    again = fetch(shop, f"/api/campaigns/{campaign_id}")
    assert again["is_over"] is True
    assert listed(shop, campaign_id)[0]["customer_id"] == rows[0]["customer_id"]
    make_run(engine, tmp_path, beyond)
    found = fetch(shop, f"/api/campaigns/{campaign_id}")["result"]
    assert found["written"]["customers"] == found["written"]["buyers"] == 15
    assert found["written"]["spend"] == 15 * 100 + sum(range(15))
    assert (found["held_out"]["customers"], found["held_out"]["buyers"]) == (5, 3)
    assert found["held_out"]["spend"] == 50 + 51 + 52
    more = found["written"]["spend"] / 15 - found["held_out"]["spend"] / 5
    assert found["more_spend_each"] == pytest.approx(more)
    assert found["profit"] == pytest.approx(15 * (0.5 * more - 1))
    assert found["profit_interval"][0] < found["profit"] < found["profit_interval"][1]
    measured = fetch(shop, "/api/campaigns/plan")["measured"]
    assert measured["campaign_id"] == campaign_id
    assert measured["effect"] == pytest.approx(more / (found["held_out"]["spend"] / 5))
    assert shop.delete(f"/api/campaigns/{campaign_id}", headers=FETCH).status_code == 204
    assert fetch(shop, "/api/campaigns/plan")["measured"] is None


def test_a_window_that_the_data_do_not_cover_has_no_result(shop: FlaskClient, engine: Engine, tmp_path: Path) -> None:
    campaign_id = begin(shop)["campaign_id"]
    make_run(engine, tmp_path, [line("001", "2011-05-29", 10)])
    assert fetch(shop, f"/api/campaigns/{campaign_id}")["result"] is None
    make_run(engine, tmp_path, [line("002", "2011-05-30", 10)])
    assert fetch(shop, f"/api/campaigns/{campaign_id}")["result"] is not None


def test_the_promise_is_that_of_as_many_as_are_chosen(shop: FlaskClient) -> None:
    # The first quarter would spend 1,000 or 2,000; of five, half of them.
    few = begin(shop, customers=5, hold_out=0)
    assert (few["letters"], few["promised_profit"]) == (5, pytest.approx(0.5 * 0.1 * 750 - 5))


def test_without_any_sales_no_campaign_is_over(shop: FlaskClient, engine: Engine) -> None:
    begin(shop)
    with engine.begin() as connection:
        connection.execute(text("delete from sales_by_day"))
    assert [item["is_over"] for item in fetch(shop, "/api/campaigns")["items"]] == [False]


def test_the_promise_for_the_newest_month_stands_on_the_months_before_alone(shop: FlaskClient) -> None:
    terms = "margin=0.5&cost=1&effect=0.1&hold_out=0"
    past = fetch(shop, f"/api/campaigns/plan?{terms}")["past"]
    assert past["month"] == str(date(2011, 2, 1))
    assert past["promised_spend"] == 150  # January's
    assert past["spend"] == 300
    assert past["promised_profit"] == pytest.approx(0.05 * 150 - 2)
    assert past["profit"] == pytest.approx(0.05 * 300 - 2)


def test_the_list_is_begun_once_under_a_name_and_can_be_forgotten(shop: FlaskClient, engine: Engine) -> None:
    begun = begin(shop)
    taken = shop.post("/api/campaigns", json={**BODY, "name": " Spring "}, headers=FETCH)
    assert taken.status_code == 409 and "already" in body(taken)["detail"]
    assert [item["name"] for item in fetch(shop, "/api/campaigns")["items"]] == ["Spring"]
    assert shop.delete(f"/api/campaigns/{begun['campaign_id']}", headers=FETCH).status_code == 204
    assert fetch(shop, "/api/campaigns")["items"] == []
    for path in ("", "/customers.csv"):
        assert shop.get(f"/api/campaigns/{begun['campaign_id']}{path}").status_code == 404
    assert shop.delete(f"/api/campaigns/{begun['campaign_id']}", headers=FETCH).status_code == 404
    with engine.connect() as connection:
        acts = connection.execute(text("select what, about from access.audit order by audit_id")).all()
    assert acts == [("campaign begun", "Spring"), ("campaign deleted", "Spring")]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"customers": 41}, "customers"),
        ({"customers": 1}, "customers"),
        ({"hold_out": 0.6}, "hold_out"),
        ({"margin": -0.1}, "margin"),
        ({"cost": float("inf")}, "cost"),
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "2011-04-30"}, "starts_on"),  # the last day of the data
        ({"starts_on": "2012-05-01"}, "starts_on"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_name(shop: FlaskClient, changes: Any, parameter: str) -> None:
    answer = shop.post("/api/campaigns", json={**BODY, **changes}, headers=FETCH)
    assert answer.status_code == (409 if changes == {"customers": 41} else 422)  # the shop has 40
    assert [error["parameter"] for error in body(answer)["errors"]] == [parameter]
    assert fetch(shop, "/api/campaigns")["items"] == []


@pytest.mark.parametrize(
    ("limit", "detail"),
    [
        ({"budget": 14.99}, "budget: 15 letters cost 15.00, more than 14.99."),
        ({"capacity": 14}, "capacity: 15 letters are more than 14."),
    ],
)
def test_more_letters_than_a_limit_allows_are_refused(shop: FlaskClient, limit: dict[str, Any], detail: str) -> None:
    [name] = limit
    answer = shop.post("/api/campaigns", json={**BODY, **limit}, headers=FETCH)
    assert answer.status_code == 422
    assert body(answer)["detail"] == detail
    assert [error["parameter"] for error in body(answer)["errors"]] == [name]
    assert fetch(shop, "/api/campaigns")["items"] == []
    assert begin(shop, **{name: 15})["letters"] == 15


def test_the_first_day_may_lie_a_year_after_the_data(shop: FlaskClient) -> None:
    for day in ("2011-05-01", "2012-04-30"):
        assert begin(shop, name=day, starts_on=day)["starts_on"] == day


def test_without_a_tested_month_the_plan_says_so(shop: FlaskClient, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("delete from campaign_gains"))
    plan = fetch(shop, "/api/campaigns/plan")
    assert plan["curve"] == [] and plan["best"] is None and "No plan yet" in plan["note"]
    answer = shop.post("/api/campaigns", json=BODY, headers=FETCH)
    assert answer.status_code == 409 and "No plan yet" in body(answer)["detail"]


def test_a_foreign_page_can_begin_nothing(shop: FlaskClient) -> None:
    assert shop.post("/api/campaigns", json=BODY).status_code == 403
    assert shop.post("/api/campaigns", data="name=x", headers=FETCH).status_code == 415
