"""Segments over time agree with the list and with each other."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import TypeAdapter

from backend.schemas.movement import Movers
from backend.schemas.segments import Segments
from tests.backend.conftest import body, fetch, list_all
from tests.backend.listing import walk


@pytest.fixture(scope="module")
def movement(client: FlaskClient) -> Any:
    return fetch(client, "/api/segments/movement")


def totals(items: list[Any], name: str, value: str = "customers") -> dict[str, float]:
    sums: dict[str, float] = {}
    for item in items:
        sums[item[name]] = sums.get(item[name], 0) + item[value]
    return {key: total for key, total in sums.items() if total}


def at(history: Any, day: str, value: str = "customers") -> dict[str, float]:
    return totals([item for item in history["items"] if item["as_of"] == day], "segment", value)


def test_history_ends_with_the_served_run_and_has_every_segment(client: FlaskClient) -> None:
    history = fetch(client, "/api/segments/history")
    segments = fetch(client, "/api/customers/segments")
    days = sorted({item["as_of"] for item in history["items"]})
    assert history["note"] is None
    assert len(history["items"]) == 11 * len(days)
    assert days[-1] == segments["as_of"][:10]
    now = {row["segment"]: row["customers"] for row in segments["items"] if row["customers"]}
    assert at(history, days[-1]) == now
    assert sum(at(history, days[-1], "monetary").values()) == pytest.approx(segments["total_monetary"])
    for day in days:
        assert sum(at(history, day, "share").values()) == pytest.approx(1)


def test_movement_leads_from_one_month_end_s_segments_to_today_s(client: FlaskClient, movement: Any) -> None:
    history = fetch(client, "/api/segments/history")
    assert movement["earlier"] == movement["month_ends"][0]["as_of"]
    before = [item for item in movement["items"] if item["from_segment"]]
    assert totals(before, "from_segment") == at(history, movement["earlier"])
    assert totals(movement["items"], "to_segment") == at(history, movement["later"])
    assert sum(item["customers"] for item in before) == movement["month_ends"][0]["customers"]
    worth = totals(movement["items"], "to_segment", "monetary_after")
    assert worth == pytest.approx(at(history, movement["later"], "monetary"))


def test_movement_between_two_month_ends(client: FlaskClient, movement: Any) -> None:
    history = fetch(client, "/api/segments/history")
    later, earlier = (movement["month_ends"][place]["as_of"] for place in (1, 4))
    moved = fetch(client, f"/api/segments/movement?earlier={earlier}&later={later}")
    assert (moved["earlier"], moved["later"]) == (earlier, later)
    assert totals(moved["items"], "to_segment") == at(history, later)
    by_default = fetch(client, f"/api/segments/movement?later={later}")
    assert by_default["earlier"] == movement["month_ends"][2]["as_of"]


def test_the_list_behind_a_flow_is_the_flow(client: FlaskClient, movement: Any) -> None:
    """The largest move between two segments and the largest flow of newcomers, page by page."""
    page = fetch(client, "/api/segments/movers?to_segment=Champions&from_segment=Champions")
    TypeAdapter(Movers).validate_python(page, extra="forbid")
    moved = [item for item in movement["items"] if item["from_segment"] not in (None, item["to_segment"])]
    came = [item for item in movement["items"] if item["from_segment"] is None]
    now = {row["customer_id"]: row for row in walk(client)}
    for flow in (moved[0], came[0]):
        query = {"to_segment": flow["to_segment"], "limit": 7}
        if flow["from_segment"]:
            query["from_segment"] = flow["from_segment"]
        rows = list_all(client, "/api/segments/movers", **query)
        assert len({row["customer_id"] for row in rows}) == len(rows) == flow["customers"]
        spent = [row["monetary_after"] for row in rows]
        assert spent == sorted(spent, reverse=True)
        assert sum(spent) == pytest.approx(flow["monetary_after"])
        assert sum(row["monetary_before"] or 0 for row in rows) == pytest.approx(flow["monetary_before"])
        for row in rows:
            customer = now[row["customer_id"]]
            assert (customer["segment"], customer["recency"]) == (flow["to_segment"], row["recency"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("earlier=2011-02-02", "earlier"),
        ("earlier=yesterday", "earlier"),
        ("later=1999-01-01", "later"),
        ("since=2011-02-01", "since"),
    ],
)
def test_a_day_without_scores_is_refused_and_the_others_are_named(
    client: FlaskClient, query: str, parameter: str
) -> None:
    answer = client.get(f"/api/segments/movement?{query}")
    assert answer.status_code == 422
    assert body(answer)["errors"][0]["parameter"] == parameter


def test_moments_in_the_wrong_order_are_refused(client: FlaskClient, movement: Any) -> None:
    later, earlier = (movement["month_ends"][place]["as_of"] for place in (3, 1))
    for path in ("movement?", "movers?to_segment=Lost&"):
        answer = client.get(f"/api/segments/{path}earlier={earlier}&later={later}")
        assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, "later")


@pytest.mark.parametrize("bad", ["cursor=abc", "to_segment=%00", "from_segment=%00", "limit=501", "limit=0"])
def test_a_bad_page_of_movers_is_refused(client: FlaskClient, bad: str) -> None:
    given = bad if bad.startswith("to_segment") else f"to_segment=Lost&{bad}"
    answer = client.get(f"/api/segments/movers?{given}")
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, bad.partition("=")[0])


def test_without_a_run_it_says_what_to_do(own_client: FlaskClient) -> None:
    for path in ("history", "movement", "movers?to_segment=Lost"):
        answer = own_client.get(f"/api/segments/{path}")
        assert answer.status_code == 503
        assert "make pipeline" in body(answer)["detail"]


def test_segments_at_a_month_end_are_those_of_the_history(client: FlaskClient) -> None:
    history = fetch(client, "/api/segments/history")
    served = fetch(client, "/api/customers/segments")
    *ends, _ = sorted({item["as_of"] for item in history["items"]})
    assert ends
    for day in ends:
        then = fetch(client, f"/api/customers/segments?as_of={day}")
        TypeAdapter(Segments).validate_python(then, extra="forbid")
        assert (then["run_id"], then["as_of"]) == (served["run_id"], f"{day}T00:00:00")
        for value in ("customers", "monetary"):
            assert totals(then["items"], "segment", value) == pytest.approx(at(history, day, value)), day
            assert then[f"total_{value}"] == pytest.approx(sum(at(history, day, value).values()))
        assert [item["segment"] for item in then["items"]] == [item["segment"] for item in served["items"]]
        assert {item["expected_value"] for item in then["items"]} == {None}
        assert client.get(f"/api/customers/segments?as_of={day}&run={served['run_id']}").status_code == 404
    assert client.get("/api/customers/segments?as_of=1999-01-01").status_code == 404


def test_a_customer_s_segments_are_those_of_the_flow_that_they_stand_in(client: FlaskClient, movement: Any) -> None:
    moved = max(
        (item for item in movement["items"] if item["from_segment"] not in (None, item["to_segment"])),
        key=lambda item: item["customers"],
    )
    way = {"from_segment": moved["from_segment"], "to_segment": moved["to_segment"]}
    mover = list_all(client, "/api/segments/movers", **way)[0]["customer_id"]
    segments = fetch(client, f"/api/customers/{mover}/details")["segments"]
    days = [each["as_of"] for each in segments]
    ends = sorted(end["as_of"] for end in movement["month_ends"])
    assert days == [*ends[len(ends) - len(days) + 1 :], movement["later"]]
    assert [each["segment"] for each in segments[-2:]] == [moved["from_segment"], moved["to_segment"]]
