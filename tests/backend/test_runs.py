"""Runs and the ledger over HTTP: going back is a job, and every line that was left out can be seen and saved."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from db.runs import clean_up, publish
from tests.backend.conftest import FETCH, body, fetch
from tests.conftest import Runner, StartWorker
from tests.db.test_runs import make_run
from tests.db.test_worker import is_over, published, wait_for
from tests.etl.test_load_data import HEADER, LINES, rows, write


def test_an_earlier_run_is_served_again_by_the_worker(
    own_client: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    assert fetch(own_client, "/api/runs") == {"has_worker": False, "items": []}
    first, second = make_run(engine, customers=3), make_run(engine, customers=5)
    publish(engine, first)
    publish(engine, second)
    listed = fetch(own_client, "/api/runs")["items"]
    assert [(run["run_id"], run["is_served"], run["is_kept"]) for run in listed] == [
        (second, True, True),
        (first, False, True),
    ]
    assert len(fetch(own_client, "/api/customers/rfm")["items"]) == 5
    job = own_client.post(f"/api/runs/{first}/serve", headers=FETCH)
    assert (job.status_code, body(job)["job"], body(job)["status"]) == (202, "roll-back", "todo")
    assert rows(engine, "select what, about from access.audit") == [("serve run", str(first))]
    assert own_client.post(f"/api/runs/{first}/serve", headers=FETCH).status_code == 409  # one waits already
    start_worker()
    done = wait_for(engine, body(job)["job_id"], is_over)
    assert (done["status"], published(engine)) == ("succeeded", [first])
    assert len(fetch(own_client, "/api/customers/rfm")["items"]) == 3
    again = own_client.post(f"/api/runs/{first}/serve", headers=FETCH)
    assert (again.status_code, "is what is served now" in body(again)["detail"]) == (409, True)


def test_a_worker_that_is_silent_counts_as_none(own_client: FlaskClient, engine: Engine) -> None:
    for silent, is_there in (("0 seconds", True), ("10 minutes", False)):
        with engine.begin() as connection:
            connection.execute(text("delete from procrastinate_workers"))
            connection.execute(
                text("insert into procrastinate_workers (last_heartbeat) values (now() - cast(:silent as interval))"),
                {"silent": silent},
            )
        assert fetch(own_client, "/api/runs")["has_worker"] is is_there


def test_a_run_that_is_unknown_or_no_longer_kept_is_not_served(own_client: FlaskClient, engine: Engine) -> None:
    first = make_run(engine, customers=3)
    publish(engine, first)
    for _ in range(3):
        publish(engine, make_run(engine, customers=3))
    clean_up(engine, keep=2)
    gone = own_client.post(f"/api/runs/{first}/serve", headers=FETCH)
    assert (gone.status_code, "KEEP_RUNS" in body(gone)["detail"]) == (409, True)
    assert own_client.post("/api/runs/99/serve", headers=FETCH).status_code == 404
    assert own_client.post(f"/api/runs/{first}/serve").status_code == 403


BAD = [f"=1+{number},A1,Apple,1,2011-02-13 12:00:00,0,1,France" for number in range(5)]


@pytest.fixture
def shop(run_script: Runner, tmp_path: Path) -> None:
    for arguments in (["etl/load_data.py", write(tmp_path, [HEADER, *LINES, LINES[0], *BAD])], ["etl/etl_pipeline.py"]):
        done = run_script(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    done = run_script("ml/ml_model.py")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("shop")
def test_every_line_left_out_is_shown_once_page_by_page(own_client: FlaskClient) -> None:
    page = fetch(own_client, "/api/ledger?limit=4")
    assert page["reasons"] == [{"reason": "price is zero", "lines": 5}, {"reason": "exact duplicate", "lines": 1}]
    rest = fetch(own_client, f"/api/ledger?limit=4&cursor={page['next_cursor']}")
    lines = page["items"] + rest["items"]
    assert rest["next_cursor"] is None
    assert [line["line_number"] for line in lines] == [9, 10, 11, 12, 13, 14]
    assert (lines[0]["raw"], lines[0]["reason"]) == (LINES[0], "exact duplicate")
    assert [line["raw"] for line in lines[1:]] == BAD
    zero = fetch(own_client, "/api/ledger?reason=price%20is%20zero")
    assert len(zero["items"]) == 5
    assert fetch(own_client, "/api/ledger?load=99")["items"] == []
    assert own_client.get("/api/ledger?cursor=1").status_code == 422


@pytest.mark.usefixtures("shop")
def test_the_lines_left_out_of_one_load_are_told_alone(
    own_client: FlaskClient, run_script: Runner, tmp_path: Path
) -> None:
    twice = [LINES[0].replace(LINES[0].split(",")[0], "2000", 1)] * 2
    more = write(tmp_path, [HEADER, "=2" + BAD[0][2:], *twice], "more.csv")
    for arguments in (["etl/load_data.py", more], ["etl/etl_pipeline.py"], ["ml/ml_model.py"]):
        done = run_script(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    everything = fetch(own_client, "/api/ledger")["items"]
    first, second = sorted({line["load_id"] for line in everything})
    for load, reasons in ((first, [5, 1]), (second, [1, 1])):
        of_load = fetch(own_client, f"/api/ledger?load={load}")
        assert [reason["lines"] for reason in of_load["reasons"]] == reasons
        assert of_load["items"] == [line for line in everything if line["load_id"] == load]
        saved = csv.DictReader(io.StringIO(own_client.get(f"/api/ledger/lines.csv?load={load}").text))
        assert [int(row["line_number"]) for row in saved] == [line["line_number"] for line in of_load["items"]]
        zero = own_client.get(f"/api/ledger/lines.csv?load={load}&reason=price%20is%20zero").text
        assert len(zero.splitlines()) == 1 + reasons[0]


@pytest.mark.usefixtures("shop")
def test_the_ledger_is_saved_as_a_file_without_formulas(own_client: FlaskClient) -> None:
    answer = own_client.get("/api/ledger/lines.csv?reason=price%20is%20zero")
    assert answer.content_type.startswith("text/csv")
    saved = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["raw"] for row in saved] == [f"'{line}" for line in BAD]
    assert [saved[0][name] for name in ("source", "file_number", "file")] == ["lines.csv", "1", "lines.csv"]
    everything = own_client.get("/api/ledger/lines.csv").text
    assert len(everything.splitlines()) == 7
