"""What the API gives and takes about one customer's data."""

import io
import json
import zipfile
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from db.erase import erase
from db.erased import FILE, privacy_key
from db.job_scripts import scripts_of
from db.jobs import ERASE, jobs
from db.pending import publish_waiting
from db.runs import newest_run, publish
from db.settings import Settings
from tests.backend.conftest import FETCH, body, fetch
from tests.db.moved_shop import make_shop
from tests.etl.shop_tables import load_lines


def test_all_that_is_held_comes_as_json_and_as_zip(client: FlaskClient) -> None:
    some = fetch(client, "/api/customers/rfm?sort=-monetary&limit=1")["items"][0]
    path = f"/api/customers/{some['customer_id']}/data"
    told = fetch(client, path)
    details = fetch(client, f"/api/customers/{some['customer_id']}/details")
    assert len([order for order in told["orders"] if order["is_order"]]) == some["frequency"]
    assert {row["invoice_no"] for row in told["orders"]} >= {order["invoice_no"] for order in details["orders"]}
    assert told["scores"][-1]["segment"] == some["segment"]
    assert told["segment_history"]
    zipped = client.get(f"{path}?format=zip")
    with zipfile.ZipFile(io.BytesIO(zipped.data)) as archive:
        assert json.loads(archive.read("customer.json"))["order_lines"] == told["order_lines"]
    assert zipped.headers["Cache-Control"] == "private, no-store"
    log = fetch(client, "/api/audit?limit=50")["items"]
    assert [entry["what"] for entry in log if entry["about"] == some["customer_id"]].count("customer data") >= 2


def test_of_an_unknown_customer_nothing_is_held(client: FlaskClient) -> None:
    for one in ("nobody", "%00", "a/b"):
        answer = client.get(f"/api/customers/{one}/data")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_who_is_erased_is_in_the_totals_and_in_no_list(own_client: FlaskClient, engine: Engine, tmp_path: Path) -> None:
    make_shop(engine, tmp_path)
    totals = "/api/customers/segments", "/api/overview"
    before = [fetch(own_client, path) for path in totals]
    listed = fetch(own_client, "/api/customers/rfm?sort=-monetary")
    gone, *rest = listed["items"]
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)
    done = erase(engine, Settings(data_dir=tmp_path), key, gone["customer_id"])

    assert [fetch(own_client, path) for path in totals] == before
    after = fetch(own_client, "/api/customers/rfm?sort=-monetary")
    assert (after["items"], after["total"], after["total_is_exact"]) == (rest, listed["total"] - 1, True)
    of_segment = fetch(own_client, f"/api/customers/rfm?segment={gone['segment']}&min_monetary={gone['monetary']}")
    assert of_segment["total"] == len(of_segment["items"])
    assert gone["customer_id"] not in str(of_segment)
    exported = own_client.post("/api/export/customers", headers=FETCH)
    assert len(exported.text.splitlines()) == 1 + after["total"]
    for one in (gone["customer_id"], done.pseudonym):
        for what in ("details", "data"):
            assert own_client.get(f"/api/customers/{one}/{what}").status_code == 404
    publish_next = newest_run(engine)
    assert publish_next is not None and publish_next.state == "scored"
    with engine.begin() as connection:
        connection.execute(text(f"create table predictions_{publish_next.run_id} (like predictions including all)"))
    publish(engine, publish_next.run_id)
    later = fetch(own_client, "/api/customers/rfm")
    assert later["run_id"] == publish_next.run_id
    assert (later["total"], len(later["items"])) == (after["total"], after["total"])
    assert fetch(own_client, "/api/customers/segments")["total_customers"] == listed["total"]


def test_the_id_must_be_given_twice_and_the_queue_never_has_it(
    own_client: FlaskClient, engine: Engine, tmp_path: Path
) -> None:
    own_client.application.extensions["database"].settings.data_dir = tmp_path
    load_lines(engine, tmp_path, ["1001,A1,Apple,2,2011-01-03 10:00:00,1.50,17850,France"], data_dir=tmp_path)
    with engine.begin() as connection:
        publish_waiting(connection)
    path = "/api/customers/17850/erase"
    assert own_client.post(path, json={"confirm": "17850"}).status_code == 403  # X-Requested-With is missing
    wrong = own_client.post(path, json={"confirm": "1785"}, headers=FETCH)
    assert (wrong.status_code, body(wrong)["errors"][0]["parameter"]) == (409, "confirm")
    assert own_client.post("/api/customers/1/erase", json={"confirm": "1"}, headers=FETCH).status_code == 404
    asked = own_client.post(path, json={"confirm": "17850"}, headers=FETCH)
    assert (asked.status_code, body(asked)["has_worker"]) == (202, False)
    (job,) = jobs(engine)
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)
    assert (job["job_id"], job["job"]) == (body(asked)["job_id"], ERASE)
    assert job["args"]["arguments"] == [key.id_hash("17850")]
    assert scripts_of(ERASE, job["args"]["arguments"], Settings()) == [
        ["-m", "db.erase", "--hash", key.id_hash("17850")]
    ]
    (tmp_path / FILE).chmod(0o644)
    assert own_client.post(path, json={"confirm": "17850"}, headers=FETCH).status_code == 409
