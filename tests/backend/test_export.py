"""An export that breaks, readers that are slow or leave, and a file by way of S3."""

import http.client
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import psycopg2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from backend.export import EXPORTS
from backend.export_bucket import keep_for_days
from db.erase import erase
from db.erased import privacy_key
from db.settings import Settings
from tests.backend.cable import Cable
from tests.backend.conftest import FETCH, add_user, body, client_of, fetch, sign_in, signed_in_client
from tests.conftest import copied_database, name_of, own_database
from tests.db.moved_shop import make_shop
from tests.db.test_embedded import wait_until
from tests.e2e.server import Server, serving
from tests.etl import test_s3

s3 = test_s3.s3  # the fixture
ROWS = 400_000
LONG = "customer " * 10
LIST = "/api/campaigns/1/customers.csv"


@pytest.fixture(scope="module")
def long_template(server_url: str, migrated_template: str) -> str:
    """The name of a database with a campaign whose list is some 50 MB long: more than all buffers on the way hold."""
    url = copied_database(server_url, migrated_template)
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("alter table campaigns disable trigger all")  # its run is not there
        cursor.execute(
            "insert into campaigns (name, run_id, ranking, starts_on, horizon_days, margin, cost, effect,"
            " promised_profit) values ('Long', 1, 'past_spend', '2011-12-10', 30, 0.3, 1, 0.1, 0)"
        )
        cursor.execute(
            "insert into campaign_customers select 1, %s || number, number, false"
            " from generate_series(1, %s) as numbers (number)",
            (LONG, ROWS),
        )
    connection.close()
    return name_of(url)


@pytest.fixture
def long_list(server_url: str, long_template: str) -> Iterator[str]:
    """The URL of a database of this test's own with the long list."""
    with own_database(server_url, long_template) as url:
        yield url


class SlowReader:
    """Asks for the list and has read its first bytes alone."""

    def __init__(self, server: Server) -> None:
        place = urlsplit(server.url)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.socket.settimeout(60)
        self.socket.connect((place.hostname, place.port))
        self.socket.sendall(f"GET {LIST} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        self.begun = self.socket.recv(12)

    def close(self) -> None:
        self.socket.close()


def get(server: Server, path: str) -> http.client.HTTPResponse:
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    connection.request("GET", path, headers={"Connection": "close"})
    return connection.getresponse()


def test_a_stream_that_breaks_is_seen_as_broken(long_list: str, tmp_path: Path) -> None:
    place = make_url(long_list)
    with Cable(place.host or "", place.port or 5432) as cable:
        url = place.set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False)
        with (
            serving(tmp_path, DATABASE_URL=url, DATA_DIR=str(tmp_path)) as server,
            closing(get(server, LIST)) as answer,
        ):
            assert answer.status == 200
            assert answer.read(100_000)
            cable.pull()
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                answer.read()
            wait_until(lambda: '"complete":false' in (tmp_path / "server.log").read_text())


def test_every_export_is_in_the_audit_log(long_list: str) -> None:
    with client_of(long_list) as client:
        assert client.get(LIST).status_code == 200
        client.application.extensions["database"].reset()
    with closing(psycopg2.connect(long_list)) as connection, connection.cursor() as cursor:
        cursor.execute("select what, about from access.audit")
        assert cursor.fetchall() == [("export", "campaign-1.csv")]


def test_an_export_that_fails_before_its_first_row_is_an_error(long_list: str) -> None:
    with client_of(long_list) as client:
        with closing(psycopg2.connect(long_list)) as connection:
            connection.cursor().execute("alter table campaign_customers rename column place to elsewhere")
            connection.commit()
        answer = client.get(LIST)
        assert answer.status_code == 503, answer.text[:200]
        assert answer.content_type == "application/problem+json"
        client.application.extensions["database"].reset()


def test_slow_readers_block_nobody_and_when_they_leave_all_is_free_again(long_list: str, tmp_path: Path) -> None:
    with (
        serving(tmp_path, DATABASE_URL=long_list, DATA_DIR=str(tmp_path), WEB_WORKERS="1") as server,
        ExitStack() as stack,
    ):
        readers = [stack.enter_context(closing(SlowReader(server))) for _ in range(2)]
        assert [reader.begun for reader in readers] == [b"HTTP/1.1 200"] * 2
        with closing(get(server, LIST)) as third:
            assert third.status == 429
            assert json.load(third)["title"] == "Too many exports"
        for _ in range(20):
            assert server.is_ready()
        assert copies(long_list) == 2
        for reader in readers:
            reader.close()
        wait_until(lambda: copies(long_list) == 0)
        with closing(get(server, LIST)) as answer:
            lines = answer.read().splitlines()
        assert len(lines) == ROWS + 1
        assert server.is_ready()


def test_a_reader_that_takes_nothing_is_cut_off(long_list: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": long_list, "DATA_DIR": str(tmp_path), "STALLED_READER_SECONDS": "2"}
    with serving(tmp_path, **settings) as server, closing(SlowReader(server)):
        wait_until(lambda: copies(long_list) == 0)
        wait_until(lambda: '"complete":false' in (tmp_path / "server.log").read_text())


def copies(url: str) -> int:
    """How many exports the database is at work on."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and state = 'active' and query like 'copy (%'"
        )
        found = cursor.fetchone()
    assert found
    return int(found[0])


@pytest.fixture
def bucket(s3: dict[str, str]) -> Iterator[str]:
    client = boto3.client("s3")
    client.create_bucket(Bucket="exports")
    yield "exports"
    for item in client.list_objects_v2(Bucket="exports").get("Contents", []):
        client.delete_object(Bucket="exports", Key=item["Key"])
    client.delete_bucket(Bucket="exports")


def test_a_link_leads_to_the_same_file_as_the_download(published_url: str, bucket: str) -> None:
    with client_of(published_url, export_bucket=f"s3://{bucket}/lists") as client:
        wanted = {"filters": {"country": "France"}, "sort": "-monetary"}
        download = client.post("/api/export/customers", json=wanted, headers=FETCH)
        answer = client.post("/api/export/customers", json={**wanted, "delivery": "link"}, headers=FETCH)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        link = body(answer)
        with urllib.request.urlopen(link["url"], timeout=30) as fetched:
            assert fetched.read() == download.data
            assert fetched.headers["Content-Disposition"] == 'attachment; filename="customers-run-1.csv"'
        again = body(client.post("/api/export/customers", json={**wanted, "delivery": "link"}, headers=FETCH))
        assert urlsplit(again["url"]).path != urlsplit(link["url"]).path
        assert urlsplit(link["url"]).path.startswith("/exports/lists/")


def test_erasing_a_customer_removes_the_exports_and_nothing_else(
    engine: Engine, own_client: FlaskClient, database_url: str, bucket: str, tmp_path: Path
) -> None:
    make_shop(engine, tmp_path)
    place = f"s3://{bucket}/lists"
    with client_of(database_url, export_bucket=place) as client:
        link = body(client.post("/api/export/customers", json={"delivery": "link"}, headers=FETCH))
        client.application.extensions["database"].reset()
    customer = fetch(own_client, "/api/customers/rfm?limit=1")["items"][0]["customer_id"]
    with urllib.request.urlopen(link["url"], timeout=30) as fetched:
        assert customer in fetched.read().decode()
    boto3.client("s3").put_object(Bucket=bucket, Key="lists/own-notes.txt", Body=b"mine")
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)
    done = erase(engine, Settings(data_dir=tmp_path, export_bucket=place), key, customer)
    assert done.exports_left is None
    left = boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert [item["Key"] for item in left] == ["lists/own-notes.txt"]
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(link["url"], timeout=30)


def test_a_bucket_that_is_away_does_not_stop_the_erasing_and_is_told(
    engine: Engine, s3: dict[str, str], tmp_path: Path
) -> None:
    make_shop(engine, tmp_path)
    with engine.connect() as connection:
        key = privacy_key(connection, tmp_path)
        customer = connection.execute(text("select customer_id from rfm_scores limit 1")).scalar_one()
    done = erase(engine, Settings(data_dir=tmp_path, export_bucket="s3://nowhere"), key, customer)
    assert done.rows and "NoSuchBucket" in (done.exports_left or "")


def test_a_user_s_exports_are_counted_across_processes_and_keys(
    database_url: str, engine: Engine, tmp_path: Path
) -> None:
    make_shop(engine, tmp_path)
    clients = [signed_in_client(database_url, "analyst"), client_of(database_url, auth="on")]
    made = body(clients[0].post("/api/keys", json={"name": "weekly", "role": "analyst"}, headers=FETCH))
    key = {"Authorization": f"Bearer {made['key']}"}
    for number in range(EXPORTS.most):
        client, headers = (clients[0], FETCH) if number % 2 else (clients[1], key)
        assert client.post("/api/export/customers", headers=headers).status_code == 200
    for client, headers in ((clients[0], FETCH), (clients[1], key)):
        refused = client.post("/api/export/customers", headers=headers)
        assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
        assert 0 < int(refused.headers["Retry-After"]) <= EXPORTS.within.total_seconds()
    add_user(database_url, "other", "analyst")
    other = client_of(database_url, auth="on")
    assert sign_in(other, "other").status_code == 200
    assert other.post("/api/export/customers", headers=FETCH).status_code == 200
    for client in (*clients, other):
        client.application.extensions["database"].reset()


def test_a_link_without_a_bucket_or_to_one_that_is_gone_is_refused(
    client: FlaskClient, published_url: str, s3: dict[str, str]
) -> None:
    wanted = {"delivery": "link"}
    answer = client.post("/api/export/customers", json=wanted, headers=FETCH)
    assert answer.status_code == 409 and body(answer)["errors"][0]["parameter"] == "delivery"
    with client_of(published_url, export_bucket="s3://nowhere") as other:
        for _ in range(3):  # no place stays taken
            answer = other.post("/api/export/customers", json=wanted, headers=FETCH)
            assert answer.status_code == 503 and body(answer)["title"] == "Bucket away"


def test_exports_are_deleted_by_a_rule_of_the_bucket_and_its_other_rules_stay(bucket: str) -> None:
    client = boto3.client("s3")
    other = {"ID": "other", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 90}}
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [other]})  # type: ignore[list-item]
    for days in (7, 1):
        keep_for_days(f"s3://{bucket}/lists", days)
        rules = {rule["ID"]: rule for rule in client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]}
        assert set(rules) == {"other", "sales-dashboard-exports"}
        assert rules["sales-dashboard-exports"]["Expiration"]["Days"] == days
        assert rules["sales-dashboard-exports"]["Filter"] == {"Prefix": "lists/"}
