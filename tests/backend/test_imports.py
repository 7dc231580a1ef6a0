"""Importing over HTTP: what a file is, how it is understood, loading it, and all that may go wrong with an upload."""

import gzip
import io
import os
import socket
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import Engine

from backend import uploads
from db.jobs import jobs
from db.pipeline_lock import pipeline_lock
from tests.backend.conftest import FETCH, body, client_of, fetch
from tests.conftest import StartWorker
from tests.db.test_worker import is_held_up, is_over, published, wait_for
from tests.e2e.server import serving
from tests.etl.test_load_data import HEADER, LINES, one, rows

FILE = "\n".join([HEADER, *LINES]).encode()
Upload = Callable[..., Any]


@pytest.fixture
def importing(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of an application with a data folder of its own, which takes files of a megabyte."""
    with client_of(database_url, data_dir=str(tmp_path), upload_limit_mb="1") as client:
        yield client
        client.application.extensions["database"].reset()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


def upload(client: FlaskClient, content: bytes, name: str = "orders.csv", **more: Any) -> Any:
    return client.post("/api/imports", query_string={"name": name}, data=content, headers=FETCH, **more)


def uploaded(client: FlaskClient, content: bytes = FILE, name: str = "orders.csv") -> Any:
    answer = upload(client, content, name)
    assert answer.status_code == 201, answer.text
    return body(answer)


def post(client: FlaskClient, found: Any, what: str, status: int = 202, **options: Any) -> Any:
    answer = client.post(f"/api/imports/{found['import_id']}/{what}", json=options, headers=FETCH)
    assert answer.status_code == status, answer.text
    return body(answer)


def after(client: FlaskClient, engine: Engine, found: Any, what: str) -> Any:
    """The import, once its check or load is over."""
    wait_for(engine, found[what]["job_id"], is_over)
    return fetch(client, f"/api/imports/{found['import_id']}")


def files_in(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.exists() else []


def test_a_file_is_uploaded_understood_loaded_and_removed(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker, folder: Path
) -> None:
    begun = uploaded(importing)
    assert (begun["name"], begun["kind"], begun["bytes"], begun["is_there"]) == ("orders.csv", "text", len(FILE), True)
    assert (begun["check"]["status"], begun["has_worker"]) == ("todo", False)
    start_worker()
    checked = after(importing, engine, begun, "check")
    (file,) = checked["check"]["report"]["files"]
    assert (file["name"], file["layout"], file["date_order"]) == ("orders.csv", "lines", "year-first")
    assert file["first_lines"][0]["customer_id"] == "17850"
    assert checked["check"]["report"]["result"]["lines_kept"] == 7
    assert (checked["has_worker"], published(engine)) == (True, [])
    loading = post(importing, begun, "load")
    assert loading["load"]["status"] in {"todo", "doing"}
    done = after(importing, engine, loading, "load")
    assert (done["load"]["status"], done["load"]["script_number"], done["is_there"]) == ("succeeded", 4, False)
    result = done["load"]["report"]["result"]
    assert (result["lines_in"], result["lines_kept"], result["mode"]) == (7, 7, "replace-all")
    assert fetch(importing, "/api/runs/current")["loads"][0]["source"] == "orders.csv"
    assert files_in(folder) == []
    assert done["check"]["report"] is None  # it showed lines of the file
    (row,) = fetch(importing, "/api/imports")["items"]
    assert (row["load_status"], row["load_id"]) == ("succeeded", result["load_id"])
    assert "Upload it again" in post(importing, begun, "load", 410)["detail"]


def test_what_is_not_understood_is_asked_for_and_then_read_as_told(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    content = FILE.replace(b"CustomerID", b"Kunde Nr").replace(b"2011-01-03", b"3/2/2011")
    begun = uploaded(importing, content)
    start_worker()
    refused = after(importing, engine, begun, "check")["check"]
    assert (refused["status"], refused["report"]["refused"]["needs"]) == ("failed", "columns")
    assert "Kunde Nr" in refused["report"]["refused"]["header"]
    columns = {"customer_id": "Kunde Nr"}
    refused = after(importing, engine, post(importing, begun, "check", columns=columns), "check")["check"]
    assert refused["report"]["refused"]["needs"] == "date_order"
    asked = post(importing, begun, "check", columns=columns, date_order="day-first", mode="replace-all")
    told = after(importing, engine, asked, "check")
    assert told["options"]["columns"] == columns
    assert told["check"]["report"]["files"][0]["first_lines"][0]["invoice_date"].startswith("2011-02-03")
    wrong = post(importing, begun, "check", 422, date_order="sideways")
    assert wrong["errors"][0]["parameter"] == "date_order"
    assert post(importing, begun, "check", 422, quote="no")["errors"][0]["parameter"] == "quote"
    assert post(importing, begun, "check", 422, columns={"colour": "x"})["status"] == 422


def test_where_quotes_are_text_that_is_asked_for_and_then_read_as_told(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    header, line, *_ = FILE.decode().splitlines()
    apple = line.split(",")[2]
    rows = [header, line.replace(apple, '"Apple"'), line.replace(apple, '12" plate')]
    begun = uploaded(importing, "\n".join(rows).encode())
    start_worker()
    refused = after(importing, engine, begun, "check")["check"]["report"]["refused"]
    assert refused["needs"] == "quote"
    assert "line 3" in refused["problem"]
    asked = post(importing, begun, "check", quote="none", mode="replace-all")
    (file,) = after(importing, engine, asked, "check")["check"]["report"]["files"]
    assert file["quote"] == "none"
    assert [told["description"] for told in file["first_lines"]] == ['"Apple"', '12" plate']


def workbook() -> bytes:
    book, content = Workbook(), io.BytesIO()
    for line in FILE.decode().splitlines():
        book.active.append(line.split(","))
    book.save(content)
    return content.getvalue()


def test_what_a_file_is_is_told_by_its_content(importing: FlaskClient) -> None:
    assert uploaded(importing, workbook(), "orders.csv")["kind"] == "workbook"
    assert uploaded(importing, gzip.compress(FILE), "orders.pdf")["kind"] == "gzip"
    assert uploaded(importing, FILE.decode().encode("utf-16"), "orders")["kind"] == "text"


def other_archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("orders.csv", FILE)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"%PDF-1.7 and so on", 415),
        (b"\xd0\xcf\x11\xe0 an old workbook", 415),
        (other_archive(), 415),
        (b"PK\x03\x04 no archive at all", 415),
        (gzip.compress(b"\x7fELF\x02\x01\x01\x00", mtime=0), 415),
        (b"\x1f\x8b no gzip", 415),
        (b"abc\0def", 415),
        (b"", 422),
    ],
)
def test_what_is_no_file_of_orders_is_refused_and_does_not_stay(
    importing: FlaskClient, engine: Engine, folder: Path, content: bytes, status: int
) -> None:
    assert upload(importing, content).status_code == status
    assert files_in(folder) == []
    assert jobs(engine) == []


def test_a_file_above_the_limit_is_refused_with_and_without_its_length(importing: FlaskClient, folder: Path) -> None:
    assert fetch(importing, "/api/imports")["largest_bytes"] == 1_000_000
    answer = upload(importing, b"a" * 1_000_001)
    assert answer.status_code == 413
    assert "UPLOAD_LIMIT_MB" in body(answer)["detail"]
    endless = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    stream = io.BytesIO(b"a" * 1_200_000)
    answer = upload(importing, b"", input_stream=stream, environ_overrides=endless)
    assert answer.status_code == 413
    assert stream.tell() < 1_200_000 + 1
    assert files_in(folder) == []


def test_a_file_that_goes_meanwhile_holds_up_no_upload(importing: FlaskClient, folder: Path) -> None:
    uploaded(importing)
    (folder / "listed").symlink_to(folder / "gone")  # as one that is deleted between two looks
    assert upload(importing, FILE).status_code == 201


def test_the_folder_has_a_quota_and_is_for_its_owner_alone(importing: FlaskClient, folder: Path) -> None:
    for _ in range(4):
        uploaded(importing, FILE + b"\n" + b"x" * 900_000)
    assert upload(importing, b"a" * 900_000).status_code == 507
    assert {stat.S_IMODE(path.stat().st_mode) for path in files_in(folder)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_nobody_loads_is_removed_after_a_day(importing: FlaskClient, folder: Path) -> None:
    old = uploaded(importing)
    (path,) = files_in(folder)
    yesterday = time.time() - 25 * 3600
    os.utime(path, (yesterday, yesterday))
    new = uploaded(importing)
    assert [path.name for path in files_in(folder)] == [new["import_id"]]
    assert fetch(importing, f"/api/imports/{old['import_id']}")["is_there"] is False
    post(importing, old, "load", 410)


def test_the_worker_removes_what_nobody_loads_without_another_upload(
    importing: FlaskClient, start_worker: StartWorker, folder: Path
) -> None:
    asked, old = uploaded(importing), uploaded(importing)
    yesterday = time.time() - 25 * 3600
    for path in files_in(folder):
        os.utime(path, (yesterday, yesterday))
    post(importing, asked, "check")  # which begins its day anew
    start_worker()
    wait_until(lambda: [path.name for path in files_in(folder)] == [asked["import_id"]])
    assert fetch(importing, f"/api/imports/{old['import_id']}")["is_there"] is False


@pytest.mark.parametrize("name", ["../../../etc/passwd", "--sample", "-x", "a=b; rm -rf ~.csv", 'Größe 12".csv'])
def test_a_name_is_only_a_name(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker, folder: Path, name: str
) -> None:
    begun = uploaded(importing, FILE, name)
    assert [path.name for path in files_in(folder)] == [begun["import_id"]]
    start_worker()
    done = after(importing, engine, post(importing, begun, "load"), "load")
    assert done["load"]["status"] == "succeeded", done["load"]["output"]
    assert done["name"] == name
    assert one(engine, "select source from loads") == name
    assert one(engine, "select demo or sample from loads") is False


def test_a_column_s_name_cannot_pass_for_a_flag(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    begun = uploaded(importing, FILE.replace(b"CustomerID", b"--sample"))
    start_worker()
    done = after(importing, engine, post(importing, begun, "load", columns={"customer_id": "--sample"}), "load")
    assert done["load"]["status"] == "succeeded"
    assert one(engine, "select demo or sample from loads") is False


def test_names_that_are_no_names_are_refused(importing: FlaskClient, folder: Path) -> None:
    for name in ("", "a\nb", "a\0b", "x" * 201):
        assert upload(importing, FILE, name).status_code == 422
    assert files_in(folder) == []


def test_a_bomb_is_refused_by_the_worker(importing: FlaskClient, engine: Engine, start_worker: StartWorker) -> None:
    begun = uploaded(importing, gzip.compress(FILE + b"\n" + b"0" * 12_000_000))
    start_worker()
    refused = after(importing, engine, begun, "check")["check"]
    assert refused["status"] == "failed"
    assert "unpacks to more than 10 MB" in refused["report"]["refused"]["problem"]


def test_a_load_that_waits_or_runs_is_cancelled_and_the_file_stays(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    begun = uploaded(importing)
    post(importing, begun, "load")
    post(importing, begun, "load", 409)
    assert importing.delete(f"/api/imports/{begun['import_id']}", headers=FETCH).status_code == 409
    waiting = post(importing, begun, "cancel")
    assert (waiting["load"]["status"], waiting["check"]["status"]) == ("cancelled", "cancelled")
    post(importing, begun, "cancel", 409)
    start_worker()
    with pipeline_lock(engine):
        running = post(importing, begun, "load")
        wait_for(engine, running["load"]["job_id"], is_held_up)
        post(importing, begun, "cancel")
        ended = after(importing, engine, running, "load")
    assert (ended["load"]["status"], ended["is_there"], published(engine)) == ("aborted", True, [])
    done = after(importing, engine, post(importing, begun, "load"), "load")
    assert done["load"]["status"] == "succeeded"


def test_a_file_is_deleted_with_the_lines_that_it_showed(
    importing: FlaskClient, engine: Engine, start_worker: StartWorker, folder: Path
) -> None:
    begun = uploaded(importing)
    start_worker()
    after(importing, engine, begun, "check")
    assert "17850" in fetch(importing, f"/api/jobs/{begun['check']['job_id']}")["output"]
    path = f"/api/imports/{begun['import_id']}"
    assert importing.delete(path, headers=FETCH).status_code == 204
    assert importing.get(path).status_code == importing.delete(path, headers=FETCH).status_code == 404
    told = fetch(importing, f"/api/jobs/{begun['check']['job_id']}")
    assert (told["output"], told["report"], files_in(folder)) == ("", None, [])


def test_who_loads_and_who_removes_a_file_is_noted(importing: FlaskClient, engine: Engine) -> None:
    begun = uploaded(importing)
    post(importing, begun, "load", mode="replace-all")
    post(importing, begun, "cancel")
    importing.delete(f"/api/imports/{begun['import_id']}", headers=FETCH)
    noted = rows(engine, "select what, about, details ->> 'mode' from access.audit order by audit_id")
    assert noted == [("import", "orders.csv", "replace-all"), ("remove upload", "orders.csv", None)]


def test_what_is_not_there_and_who_does_not_say_that_it_writes(importing: FlaskClient, folder: Path) -> None:
    nobody = "/api/imports/00000000-0000-4000-8000-000000000000"
    assert importing.get(nobody).status_code == 404
    for what in ("check", "load", "cancel"):
        assert importing.post(f"{nobody}/{what}", json={}, headers=FETCH).status_code == 404
    assert importing.get("/api/imports/1").status_code == importing.get("/api/jobs/7").status_code == 404
    assert importing.post("/api/jobs/7/cancel", headers=FETCH).status_code == 404
    assert importing.post("/api/imports?name=a.csv", data=FILE).status_code == 403
    assert files_in(folder) == []


def test_a_sender_that_leaves_leaves_nothing_behind(database_url: str, tmp_path: Path, folder: Path) -> None:
    with serving(tmp_path, DATABASE_URL=database_url, DATA_DIR=str(tmp_path)) as server:
        place = urlsplit(server.url)
        with socket.create_connection((place.hostname, place.port)) as sender:
            head = f"POST /api/imports?name=a.csv HTTP/1.1\r\nHost: localhost:{place.port}\r\nX-Requested-With: x\r\n"
            sender.sendall(f"{head}Content-Length: 900000\r\n\r\n".encode() + FILE)
            wait_until(lambda: len(files_in(folder)) == 1)
        wait_until(lambda: files_in(folder) == [])
        assert server.get("/api/imports")["items"] == []


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


def test_one_upload_too_many_is_told_to_come_again(importing: FlaskClient) -> None:
    taken = 0
    while uploads._places.acquire(blocking=False):
        taken += 1
    try:
        refused = upload(importing, FILE)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    finally:
        uploads._places.release(taken)
    uploaded(importing)
