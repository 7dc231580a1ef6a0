"""Show SQL: each figure's query can be read, with what it takes and how long it took; nothing else can."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from sqlalchemy import text

from backend.database import connect, fetch_text
from backend.queries import MEANINGS
from backend.schemas.queries import QueryText
from backend.served_queries import served_queries
from db.engine import engine_for
from db.settings import ROOT
from tests.backend.conftest import fetch, signed_in_client
from tests.backend.test_openapi import ENDPOINTS
from tests.e2e.server import serving

# Answers without a figure out of the order lines: who asks, what was uploaded, noted or saved.
NO_FIGURES = {"/api/imports", "/api/session", "/api/users", "/api/keys", "/api/audit", "/api/queries", "/api/views"}


def test_every_query_is_told_with_its_grain_and_the_meaning_of_what_it_takes(client: FlaskClient) -> None:
    items = fetch(client, "/api/queries")["items"]
    assert [item["name"] for item in items] == sorted(served_queries())
    used = set()
    for item in items:
        assert item["grain"].startswith("One row"), item
        told = fetch(client, f"/api/queries/{item['name']}")
        TypeAdapter(QueryText).validate_python(told, extra="forbid")
        assert told["sql"] == (ROOT / told["file"]).read_text()
        used |= {parameter["name"] for parameter in told["parameters"]}
    assert used == set(MEANINGS), "a meaning that is missing, or of a parameter that is not there"


def test_a_query_with_its_parameters_can_be_run(client: FlaskClient, published_url: str) -> None:
    overview = fetch(client, "/api/overview")
    told = fetch(client, "/api/queries/overview")
    values = {parameter["name"]: parameter["value"] for parameter in told["parameters"]}
    assert values == {"run_id": overview["run_id"]}
    engine = engine_for(published_url, "UTC")
    with engine.connect() as connection:
        row = connection.execute(text(told["sql"]), values).mappings().one()
    engine.dispose()
    assert (row["customers"], row["lines_kept"]) == (overview["customers"], overview["lines_kept"])


def test_every_answer_with_figures_names_its_queries_and_also_from_the_cache(client: FlaskClient) -> None:
    for path in sorted(set(ENDPOINTS) - NO_FIGURES):
        first, again = (client.get(path).headers.get("X-Query") for _ in range(2))
        assert first and first == again, path
        assert set(first.split(", ")) <= set(served_queries()), path
    assert client.get("/api/overview").headers["X-Query"] == "overview, segments, grid, recency_bounds"
    assert "customers_matching" in client.get("/api/customers/rfm?min_monetary=10").headers["X-Query"].split(", ")
    for path in sorted(NO_FIGURES):
        assert "X-Query" not in client.get(path).headers, path


def test_the_duration_is_measured(client: FlaskClient) -> None:
    assert fetch(client, "/api/queries/features")["last_duration_ms"] is None, "the pipeline's, not this server's"
    with client.application.app_context(), connect() as connection:
        fetch_text(connection, "cohorts", "select pg_sleep(0.2)")
    assert 200 <= fetch(client, "/api/queries/cohorts")["last_duration_ms"] < 10_000


def test_the_rows_are_counted(client: FlaskClient) -> None:
    assert fetch(client, "/api/queries/features")["last_rows"] is None, "the pipeline's, not this server's"
    fetch(client, "/api/customers/rfm?limit=7")
    assert fetch(client, "/api/queries/customers")["last_rows"] == 8, "one more tells whether the list goes on"
    with client.application.app_context(), connect() as connection:
        fetch_text(connection, "cohorts", "select 1 where false")
        fetch_text(connection, "segments", "select generate_series(1, 1200)")
    assert fetch(client, "/api/queries/cohorts")["last_rows"] == 0
    assert fetch(client, "/api/queries/segments")["last_rows"] == 1200


def test_all_workers_know_what_one_of_them_measured(published_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, DATABASE_URL=published_url, DATA_DIR=str(tmp_path), WEB_WORKERS="2") as server:
        assert server.get("/api/queries/segments")["last_duration_ms"] is None
        server.get("/api/customers/segments")
        told = {server.get("/api/queries/segments")["last_duration_ms"] for _ in range(20)}
        assert len(told) == 1 and None not in told


@pytest.mark.parametrize(
    "name",
    ["user_named", "key_user", "../sql/overview", "backend%2Fsql%2Foverview", "overview.sql", "%00", "x" * 9000],
)
def test_no_other_text_comes_out(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/queries/{name}")
    assert answer.status_code == 404 and "select" not in answer.text


def test_a_viewer_reads_no_sql(database_url: str) -> None:
    viewer = signed_in_client(database_url, "viewer")
    assert {viewer.get(path).status_code for path in ("/api/queries", "/api/queries/overview")} == {403}
    analyst = signed_in_client(database_url, "analyst")
    told = fetch(analyst, "/api/queries/segments")
    assert told["parameters"][0]["value"] is None, "nothing is published here"
