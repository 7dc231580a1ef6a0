"""The loader's report: how a file is read, its first lines, what came of it, or what is wanted of its user."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from etl.load_data import _print_summary
from etl.load_records import Load
from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, LINES, rows, write


def report_of(run_script: Runner, folder: Path, *arguments: str | Path) -> Any:
    path = folder / "report.json"
    run_script("etl/load_data.py", *arguments, "--report", path)
    return json.loads(path.read_text())


def test_a_check_tells_how_the_file_is_read_and_shows_its_lines(
    engine: Engine, run_script: Runner, tmp_path: Path
) -> None:
    bad = "1006,A1,Apple,1,2011-02-13 12:00:00,0,1,France"
    path = write(tmp_path, [f"{HEADER},Note", *(f"{line},x" for line in [*LINES, bad])])
    told = report_of(run_script, tmp_path, path, "--check", "--name", "my orders.csv")
    (file,) = told["files"]
    assert (file["name"], file["format"], file["encoding"], file["separator"]) == (
        "my orders.csv",
        "text",
        "utf-8",
        ",",
    )
    assert (file["layout"], file["decimal"], file["date_order"], file["lines"]) == ("lines", "point", "year-first", 8)
    assert file["columns"][5:] == [
        {"column": "UnitPrice", "field": "unit_price"},
        {"column": "CustomerID", "field": "customer_id"},
        {"column": "Country", "field": "country"},
        {"column": "Note", "field": None},
    ]
    assert len(file["first_lines"]) == 5
    assert file["first_lines"][0]["customer_id"] == "17850"
    assert file["first_lines"][0]["unit_price"] == 1.5
    assert told["refused"] is None
    result = told["result"]
    assert (result["load_id"], result["mode"]) == (None, "replace-all")
    assert (result["lines_in"], result["lines_kept"], result["ledger"]) == (8, 7, {"price is zero": 1})
    assert rows(engine, "select * from loads") == []


def test_a_price_that_is_no_number_is_none_in_the_report(run_script: Runner, tmp_path: Path) -> None:
    many = [LINES[0].replace("1001", str(number)) for number in range(2000, 2150)]
    odd = ",".join([*LINES[0].split(",")[:5], "NaN", *LINES[0].split(",")[6:]])
    told = report_of(run_script, tmp_path, write(tmp_path, [HEADER, odd, *many]), "--check")
    assert told["files"][0]["first_lines"][0]["unit_price"] is None
    assert told["result"]["ledger"] == {"unit price is no number": 1}


def test_a_load_tells_its_number_and_shows_no_line(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    path = write(tmp_path, [HEADER, *LINES])
    told = report_of(run_script, tmp_path, path, "--name", "orders.csv")
    assert rows(engine, "select load_id, source from loads") == [(told["result"]["load_id"], "orders.csv")]
    assert (told["result"]["lines_kept"], told["files"][0]["first_lines"]) == (7, [])


def test_what_the_user_must_say_is_named(run_script: Runner, tmp_path: Path) -> None:
    header = HEADER.replace("CustomerID", "Kunde")
    told = report_of(run_script, tmp_path, write(tmp_path, [header, *LINES]), "--check", "--name", "a.csv")
    assert told["refused"]["needs"] == "columns"
    assert told["refused"]["header"] == header.split(",")
    assert told["refused"]["problem"].startswith("a.csv: line 1: a column is missing: customer_id")
    assert "--map" not in told["refused"]["problem"]

    days = [line.replace("2011-01-03", "3/1/2011") for line in LINES[:2]]
    told = report_of(run_script, tmp_path, write(tmp_path, [HEADER, *days]), "--check")
    assert told["refused"]["needs"] == "date_order"
    assert told["files"][0]["columns"][0] == {"column": "InvoiceNo", "field": "invoice_no"}
    assert "--date-order" not in told["refused"]["problem"]

    prices = [HEADER, '1,A,Apple,1,2011-01-03,"1,500",1,France']
    told = report_of(run_script, tmp_path, write(tmp_path, prices), "--check")
    assert told["refused"]["needs"] == "decimal"


def test_a_report_of_a_file_with_nul_can_be_kept(engine: Engine, run_script: Runner, tmp_path: Path) -> None:
    header = HEADER.replace("CustomerID", "Kun\0de")
    path = write(tmp_path, [header, *LINES], encoding="utf-16")
    told = report_of(run_script, tmp_path, path, "--check", "--name", "a.csv")
    assert told["refused"]["needs"] == "columns" and "Kunde" in told["refused"]["header"]
    with engine.connect() as connection:
        query = text("select cast(:report as jsonb) -> 'refused' ->> 'problem'")
        kept = connection.execute(query, {"report": (tmp_path / "report.json").read_text()}).scalar_one()
    assert kept == told["refused"]["problem"]


def test_a_report_tells_of_one_load(run_script: Runner, tmp_path: Path) -> None:
    done = run_script("etl/load_data.py", tmp_path, "--each", "--report", tmp_path / "report.json")
    assert (done.returncode, "--report tells of one load" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("changes", "is_new"),
    [
        ({}, False),
        ({"lines_known": 3}, False),
        ({"mode": "replace-all"}, True),
        ({"lines_kept": 3}, True),  # of a check, which works out no day that changes
        ({"lines_gone": 3}, True),
        ({"changed_from": date(2011, 1, 5)}, True),
        ({"ledger": {"quantity is zero": 1}}, True),
        ({"gone_ledger": {"quantity is zero": 1}}, True),
    ],
)
def test_a_load_says_when_nothing_came_of_it(
    changes: dict[str, Any], is_new: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    _print_summary(replace(Load(1, "add"), **changes))
    assert ("nothing is new" not in capsys.readouterr().out) == is_new
