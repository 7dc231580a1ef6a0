"""The API over a small shop of the test's own: what happens before a run, between runs, and with odd texts."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from db.runs import publish
from tests.backend.conftest import FETCH, body, client_of, fetch
from tests.conftest import copied_database, run_command
from tests.db.test_runs import make_run
from tests.etl.test_load_data import HEADER, write

PATHS = (
    "/api/overview",
    "/api/customers/segments",
    "/api/customers/rfm",
    "/api/customers/facets",
    "/api/customers/1/details",
    "/api/model/metrics",
    "/api/model/runs",
    "/api/runs/current",
    "/api/campaigns/plan",
    "/api/segment-rules",
)


@pytest.mark.parametrize("path", PATHS)
def test_before_the_first_run_every_figure_says_what_to_do(own_client: FlaskClient, path: str) -> None:
    answer = own_client.get(path)
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert "make pipeline" in body(answer)["detail"]


def test_an_export_before_the_first_run_is_no_empty_file(own_client: FlaskClient) -> None:
    assert own_client.post("/api/export/customers", headers=FETCH).status_code == 503


def test_a_fresh_installation_is_ready_without_a_run(own_client: FlaskClient) -> None:
    answer = own_client.get("/readyz")
    assert answer.status_code == 200
    assert body(answer)["status"] == "ready"
    assert body(answer)["run_id"] is None


def test_a_publish_is_seen_at_once_and_an_old_answer_is_never_served(own_client: FlaskClient, engine: Engine) -> None:
    first = make_run(engine, customers=3)
    publish(engine, first)
    before = own_client.get("/api/customers/rfm")
    assert body(before)["total"] == body(before)["items"][0]["monetary"] == 3 or body(before)["run_id"] == first
    etag = before.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"another", W/{etag}'):
        assert own_client.get("/api/customers/rfm", headers={"If-None-Match": known}).status_code == 304, known
    second = make_run(engine, customers=5)
    publish(engine, second)
    after = own_client.get("/api/customers/rfm", headers={"If-None-Match": etag})
    assert after.status_code == 200
    assert after.headers["X-Run-Id"] == str(second)
    assert len(body(after)["items"]) == 5


def test_a_cursor_stays_in_its_run_while_another_is_published(own_client: FlaskClient, engine: Engine) -> None:
    first = make_run(engine, customers=9)
    publish(engine, first)
    page = fetch(own_client, "/api/customers/rfm?limit=5")
    publish(engine, make_run(engine, customers=50))
    rest = fetch(own_client, f"/api/customers/rfm?limit=5&cursor={page['next_cursor']}")
    assert rest["run_id"] == first
    assert [row["monetary"] for row in page["items"] + rest["items"]] == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_segments_of_an_earlier_run_can_be_asked_for(own_client: FlaskClient, engine: Engine) -> None:
    first = make_run(engine, customers=2)
    publish(engine, first)
    publish(engine, make_run(engine, customers=6))
    assert fetch(own_client, "/api/customers/segments")["total_customers"] == 6
    assert fetch(own_client, f"/api/customers/segments?run={first}")["total_customers"] == 2
    assert fetch(own_client, "/api/customers/segments?as_of=2011-12-10")["total_customers"] == 6
    assert own_client.get("/api/customers/segments?run=99").status_code == 404


def test_an_answer_names_the_run_that_it_is_of_and_the_one_that_is_served(
    own_client: FlaskClient, engine: Engine
) -> None:
    first = make_run(engine, customers=9)
    publish(engine, first)
    cursor = fetch(own_client, "/api/customers/rfm?limit=5")["next_cursor"]
    second = make_run(engine, customers=6)
    publish(engine, second)
    for path, of in (
        (f"/api/customers/rfm?limit=5&cursor={cursor}", first),
        (f"/api/customers/segments?run={first}", first),
        ("/api/customers/segments", second),
    ):
        for _ in range(2):  # worked out, and kept
            answer = own_client.get(path)
            tag = answer.headers["ETag"]
            assert (body(answer)["run_id"], answer.headers["X-Run-Id"], tag[1:].split("-")[0]) == (of, str(of), str(of))
            assert answer.headers["X-Served-Run-Id"] == str(second)
        again = own_client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag)
        assert (again.headers["X-Run-Id"], again.headers["X-Served-Run-Id"]) == (str(of), str(second))
        forged = own_client.get(path, headers={"If-None-Match": f'"77-{tag[1:-1].split("-")[1]}"'})
        assert (forged.status_code, forged.headers["X-Run-Id"]) == (200, str(of))


@pytest.mark.parametrize(
    ("path", "cached"), [("/api/campaigns/plan", "private, no-cache"), ("/api/customers/1/data", "private, no-store")]
)
def test_what_is_not_kept_names_its_run_too(own_client: FlaskClient, engine: Engine, path: str, cached: str) -> None:
    run = str(make_run(engine))
    publish(engine, int(run))
    answer = own_client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, cached)
    assert (answer.headers["X-Run-Id"], answer.headers["X-Served-Run-Id"]) == (run, run)


def test_cohorts_that_are_not_worked_out_yet_say_so(own_client: FlaskClient, engine: Engine) -> None:
    publish(engine, make_run(engine))
    cohorts = fetch(own_client, "/api/cohorts")
    assert (cohorts["items"], "not worked out yet" in cohorts["note"]) == ([], True)


def test_movement_without_a_month_end_says_why(own_client: FlaskClient, engine: Engine) -> None:
    for build, reason in (
        ("delete from history_build", "not worked out yet"),
        (
            "insert into history_build (load_id, made_by, orders_looked_at, orders, note) values (1, '', 0, 0, '')",
            "no month to its end yet",
        ),
    ):
        with engine.begin() as connection:
            connection.execute(text(build))
        publish(engine, make_run(engine))
        movement = fetch(own_client, "/api/segments/movement")
        assert (movement["earlier"], movement["items"]) == (None, [])
        assert reason in movement["note"]
        movers = own_client.get("/api/segments/movers?to_segment=Lost")
        assert (movers.status_code, reason in body(movers)["detail"]) == (422, True)


def test_who_stands_outside_the_grid_is_the_served_run_s_word(own_client: FlaskClient, engine: Engine) -> None:
    for segment in ("Somebody", "Lost"):
        run = make_run(engine, customers=3)
        with engine.begin() as connection:
            connection.execute(
                text(
                    "update runs set inputs = jsonb_build_object('new_customer_rule', jsonb_build_array(:name, 90))"
                    " where run_id = :run"
                ),
                {"name": segment, "run": run},
            )
        publish(engine, run)
    rows = fetch(own_client, "/api/customers/rfm")["items"]
    cell = fetch(own_client, "/api/customers/rfm?cell=1-1")
    assert cell["items"] == [row for row in rows if row["frequency"] > 1] != rows


def test_of_many_orders_of_one_minute_the_last_invoices_are_shown(own_client: FlaskClient, engine: Engine) -> None:
    publish(engine, make_run(engine))
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into orders select '1', number::text, '2011-01-03', true, 3, 3, 2, 1, 'France'"
                " from generate_series(1001, 1600) as numbers (number)"
            )
        )
    details = fetch(own_client, "/api/customers/1/details")
    shown = [order["invoice_no"] for order in details["orders"]]
    assert shown == [str(number) for number in range(1600, 1600 - len(shown), -1)]
    assert len(shown) < details["orders_total"] == 600


@pytest.fixture(scope="module")
def odd_client(
    server_url: str, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """A client of the application over a small shop with odd texts, scored without a model; for reading."""
    url, folder = copied_database(server_url, migrated_template), tmp_path_factory.mktemp("odd-shop")
    lines = [
        "1,A1,=1+1,1,2011-01-01 10:00:00,10,=cmd|' /C calc'!A0,@Here",
        "2,A1,Apple,1,2011-01-02 10:00:00,20,-7,+Land",
        "3,A1,Apple,1,2011-01-03 10:00:00,30,d/e f?g#h,Côte d'Ivoire",
        "4,A1,Apple,1,2011-01-04 10:00:00,40,<script>alert(1)</script>,",
    ]
    for arguments in (
        ["etl/load_data.py", write(folder, [HEADER, *lines])],
        ["etl/etl_pipeline.py"],
        ["ml/ml_model.py"],
    ):
        done = run_command(url, folder, *arguments, PYTHONPROFILEIMPORTTIME="1")
        assert done.returncode == 0, done.stdout + done.stderr
        loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
        assert "sqlalchemy" in loaded
        assert not loaded & {"numpy", "pandas", "scipy", "sklearn"}, "there is nothing to learn from"
    with client_of(url) as client:
        yield client
        client.application.extensions["database"].reset()


def test_a_small_shop_is_served_without_a_model_and_says_why(odd_client: FlaskClient) -> None:
    metrics = fetch(odd_client, "/api/model/metrics")
    assert metrics["model"] is None
    assert metrics["note"]
    listed = fetch(odd_client, "/api/customers/rfm")
    assert listed["total"] == 4
    assert all(row["purchase_probability"] is None for row in listed["items"])
    assert fetch(odd_client, "/api/customers/facets")["purchase_probability"] is None
    assert fetch(odd_client, "/api/overview")["expected_buyers"] is None


def test_formulas_are_neutralised_in_the_csv_and_numbers_stay_numbers(odd_client: FlaskClient) -> None:
    body = {"columns": ["customer_id", "country", "monetary"], "sort": "monetary"}
    lines = odd_client.post("/api/export/customers", json=body, headers=FETCH).text.splitlines()
    assert lines == [
        "customer_id,country,monetary",
        "'=cmd|' /C calc'!A0,'@Here,10.000",
        "'-7,'+Land,20.000",
        "d/e f?g#h,Côte d'Ivoire,30.000",
        "<script>alert(1)</script>,,40.000",
    ]


def test_an_odd_id_has_its_details(odd_client: FlaskClient) -> None:
    details: Any = odd_client.get("/api/customers/%3Cscript%3Ealert(1)%3C%2Fscript%3E/details")
    assert details.status_code == 200, details.text
    assert body(details)["country"] is None
    assert [order["invoice_no"] for order in body(details)["orders"]] == ["4"]
    assert fetch(odd_client, "/api/customers/d%2Fe%20f%3Fg%23h/details")["customer_id"] == "d/e f?g#h"


def test_a_run_without_a_model_answers_everywhere_and_says_why(own_client: FlaskClient, engine: Engine) -> None:
    run_id = make_run(engine, customers=3)
    with engine.begin() as connection:
        connection.execute(text("update runs set model_note = 'No model yet: it needs 50 customers.'"))
    publish(engine, run_id)
    for path in PATHS[1:4]:
        assert fetch(own_client, path)["run_id"] == run_id
    metrics = fetch(own_client, "/api/model/metrics")
    (run,) = fetch(own_client, "/api/model/runs")["items"]
    assert metrics["note"] == run["note"] == "No model yet: it needs 50 customers."
    assert metrics["choice"] is metrics["card"] is run["model"] is run["pr_auc"] is None


def test_an_answer_is_compressed_for_whoever_takes_that_and_bears_a_name_of_its_own(
    own_client: FlaskClient, engine: Engine
) -> None:
    publish(engine, make_run(engine, customers=40))
    plain = own_client.get("/api/customers/rfm?limit=40")
    assert "Content-Encoding" not in plain.headers
    for _ in range(2):  # worked out, and kept
        packed = own_client.get("/api/customers/rfm?limit=40", headers={"Accept-Encoding": "br, gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 4
        assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
        assert packed.headers["ETag"] != plain.headers["ETag"]
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert own_client.get("/api/customers/rfm?limit=40", headers=again).status_code == 304
    refused = own_client.get("/api/customers/rfm?limit=40", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers and refused.data == plain.data
    short = own_client.get("/api/runs/current", headers={"Accept-Encoding": "gzip"})
    assert len(short.data) >= 1024 or "Content-Encoding" not in short.headers
