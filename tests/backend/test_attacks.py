"""Bad input: SQL and headers in parameters, tricks with paths, bodies beyond measure."""

import time
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from backend.customer_list import encode_cursor
from tests.backend.conftest import FETCH, body, fetch

SQL = [
    "' or 1=1 --",
    "'; drop table published; --",
    "1) union select rolname, null from pg_roles --",
    "monetary; select pg_sleep(20)",
    "(select 1/0)",
    "%' or '%'='",
    "\\'; select 1; --",
    ":run_id",
    "%(run_id)s",
    "{customer}",
    "x\r\nSet-Cookie: a=b",
]
TEXTS = ("segment", "country", "q")
NUMBERS = ("r_score", "min_monetary", "max_recency", "limit")
NAMES = ("sort", "cursor")


@pytest.mark.parametrize("attack", SQL)
def test_sql_in_a_parameter_is_a_value_or_refused(client: FlaskClient, attack: str) -> None:
    total = fetch(client, "/api/customers/rfm?limit=1")["total"]
    began = time.monotonic()
    for name in TEXTS:
        answer = client.get(f"/api/customers/rfm?{name}={quote(attack)}")
        assert answer.status_code == 200, answer.text
        assert body(answer)["total"] == 0
    for name in (*NUMBERS, *NAMES):
        answer = client.get(f"/api/customers/rfm?{name}={quote(attack)}")
        assert answer.status_code == 422, (name, answer.text)
        assert body(answer)["errors"][0]["parameter"].split(".")[0] == name
    details = client.get(f"/api/customers/{quote(attack, safe='')}/details")
    assert details.status_code == 404
    for wanted in ({"filters": {"q": attack}}, {"filters": {"country": [attack]}}):
        export = client.post("/api/export/customers", json=wanted, headers=FETCH)
        assert export.status_code == 200 and len(export.text.splitlines()) == 1
    for refused in ({"sort": attack}, {"columns": [attack]}, {"filters": {attack: "1"}}):
        assert client.post("/api/export/customers", json=refused, headers=FETCH).status_code == 422
    assert time.monotonic() - began < 15, "something slept"
    assert fetch(client, "/api/customers/rfm?limit=1")["total"] == total


def test_no_answer_carries_a_header_of_its_asker(client: FlaskClient) -> None:
    for path in ("/api/overview?x=%0d%0aSet-Cookie:%20a=b", "/%0d%0aSet-Cookie:%20a=b", "/api/%0aX-Own:1"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers and "X-Own" not in answer.headers, path


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fpyproject.toml",
        "/assets/../../pyproject.toml",
        "/assets/..%5c..%5cpyproject.toml",
        "/%2e%2e/%2e%2e/.env.example",
        "//etc/passwd.txt",
        "/.git/config.txt",
        "/api/docs/../../pyproject.toml",
        "/index.html%00.js",
        "/" + 300 * "a",
        "/" + "/".join(5000 * "b"),
    ],
)
def test_a_path_never_leaves_the_built_files(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (308, 403, 404) or answer.data == client.get("/").data, path
    assert "[project]" not in answer.text and "root:" not in answer.text and "SHOP_NAME" not in answer.text


def test_a_body_beyond_measure_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/export/customers", data=b"[" * 5_000_000, content_type="application/json", headers=FETCH)
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"
    nested = client.post("/api/export/customers", data=b"[" * 100_000, content_type="application/json", headers=FETCH)
    assert nested.status_code == 400, nested.text


def test_a_body_that_is_null_and_an_address_with_more_than_is_asked_for_are_refused(client: FlaskClient) -> None:
    null = client.post("/api/export/customers", data=b"null", content_type="application/json", headers=FETCH)
    assert null.status_code == 400
    for method, path in (("DELETE", "/api/campaigns/1?all=1"), ("POST", "/api/runs/1/serve?x=")):
        answer = client.open(path, method=method, headers=FETCH)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), path


@pytest.mark.parametrize(
    ("method", "path", "sent", "named"),
    [
        ("POST", "/api/export/customers", {"filters": {"min_recency": False}}, "filters.min_recency"),
        ("POST", "/api/export/customers", {"filters": {"min_recency": "5"}}, "filters.min_recency"),
        ("POST", "/api/export/customers", {"byte_order_mark": 1}, "byte_order_mark"),
        ("POST", "/api/campaigns", {"name": "Spring", "customers": "20"}, "customers"),
        ("POST", "/api/campaigns", {"name": "Spring", "customers": 20, "margin": True}, "margin"),
        ("PATCH", "/api/users/1", {"active": 0}, "active"),
    ],
)
def test_a_value_in_json_is_of_its_kind(
    client: FlaskClient, method: str, path: str, sent: dict[str, Any], named: str
) -> None:
    answer = client.open(path, method=method, json=sent, headers=FETCH)
    assert (answer.status_code, answer.json and answer.json["errors"][0]["parameter"]) == (422, named), answer.text


def test_a_whole_number_may_be_written_with_a_point(client: FlaskClient) -> None:
    answers = [
        client.post("/api/export/customers", json={"filters": {"min_recency": value}}, headers=FETCH)
        for value in (30, 30.0, 30.5)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[0].text == answers[1].text


def test_a_number_that_no_job_can_have_is_no_job(client: FlaskClient) -> None:
    for number in (2**63 - 1, 2**63, 10**21):
        assert client.get(f"/api/jobs/{number}").status_code == 404
        assert client.post(f"/api/jobs/{number}/cancel", headers=FETCH).status_code == 404


def test_any_tag_is_no_way_round_the_checks(client: FlaskClient) -> None:
    any_tag = {"If-None-Match": "*"}
    assert client.get("/api/model/metrics?threshold=true", headers=any_tag).status_code == 422
    assert client.get("/api/overview?x=1", headers=any_tag).status_code == 422
    assert client.get("/api/overview", headers=any_tag).status_code == 200
    for nothing in ('""', 'W/""', '"l", W/"rz", ""'):
        assert client.get("/api/overview", headers={"If-None-Match": nothing}).status_code == 200, nothing


def test_what_is_not_there_is_404_and_what_is_not_allowed_405(client: FlaskClient) -> None:
    for method, path in (("DELETE", "/api/campaigns/none"), ("POST", "/api/nothing"), ("PATCH", "/api/users/a")):
        assert client.open(path, method=method, headers=FETCH).status_code == 404, path
    assert "There is nothing at /api/nothing." in client.get("/api/nothing").text
    assert "There is nothing at" not in client.get("/api/customers/nobody/details").text
    refused = client.get("/api/export/customers")
    assert (refused.status_code, set(refused.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})


@pytest.mark.parametrize("name", [*TEXTS, "sort", "cursor"])
@pytest.mark.parametrize("text", ["a%00b", "%ff%fe", "%ed%a0%80"])
def test_bytes_that_are_no_text_of_the_database_are_a_value_or_refused(
    client: FlaskClient, name: str, text: str
) -> None:
    answer = client.get(f"/api/customers/rfm?{name}={text}")
    assert answer.status_code == 422 or (answer.status_code == 200 and body(answer)["total"] == 0), answer.text
    wanted = {"filters": {"q": "a\0b"}}
    assert client.post("/api/export/customers", json=wanted, headers=FETCH).status_code == 422


@pytest.mark.parametrize("value", [{}, [1], True, "a\0", "no number"])
def test_a_cursor_that_was_made_up_is_refused(client: FlaskClient, value: Any) -> None:
    run_id = fetch(client, "/api/overview")["run_id"]
    month = fetch(client, "/api/segments/movement")["month_ends"][0]["as_of"]
    lists = {
        "/api/customers/rfm?sort=-monetary": "-monetary",
        "/api/customers/rfm?sort=last_order_at": "last_order_at",
        "/api/products?sort=-monetary": "-monetary ",
        f"/api/segments/movers?to_segment=Lost&earlier={month}": f"{month} {run_id} None Lost",
    }
    for path, order in lists.items():
        made_up = encode_cursor(run_id, order, value, "x")
        assert client.get(f"{path}&cursor={made_up}").status_code == 422, path
        assert client.get(f"{path}&cursor={encode_cursor(run_id, order, None, 'x')}").status_code == 200, path
        assert client.get(f"{path}&cursor={encode_cursor(True, order, None, 'x')}").status_code == 422, path


def test_a_number_is_no_moment_to_begin_after(client: FlaskClient) -> None:
    cursor = encode_cursor(fetch(client, "/api/overview")["run_id"], "last_order_at", 5, "x")
    answer = client.get(f"/api/customers/rfm?sort=last_order_at&cursor={cursor}")
    assert (answer.status_code, body(answer)["detail"]) == (422, "A value cannot be compared with the data.")


@pytest.mark.parametrize("origin", ["http://[::1", "http://[", "//", "null", "http://localhost@evil.example"])
def test_an_origin_that_is_no_address_is_foreign(client: FlaskClient, origin: str) -> None:
    answer = client.post("/api/export/customers", json={}, headers={**FETCH, "Origin": origin})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
