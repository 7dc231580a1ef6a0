"""The segment rules: shown to all, changed by an admin after a preview that is kept to the last customer."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from db import jobs
from db.pipeline_lock import pipeline_lock
from db.segment_rules import DEFAULT
from tests.backend.conftest import FETCH, body, fetch, list_all, signed_in_client
from tests.conftest import Runner, StartWorker
from tests.db.test_worker import is_held_up, is_over, published, wait_for, wait_until
from tests.etl.test_load_data import HEADER, rows, write

RULES = "/api/segment-rules"


@pytest.fixture(scope="session")
def own_template(trained_template: str) -> str:
    """Each test here has a shop with scores, forecasts and history."""
    return trained_template


def wanted(client: FlaskClient, days: int | None = None, **cells: str) -> dict[str, Any]:
    """The served rules with other cells, named as in R1_FM2, and other days."""
    rules = fetch(client, RULES)
    return {
        "run_id": rules["run_id"],
        "new_customer_days": rules["new_customer_days"] if days is None else days,
        "cells": [
            {**cell, "segment": cells.get(f"R{cell['r']}_FM{cell['fm']}", cell["segment"])} for cell in rules["cells"]
        ],
    }


def ask(client: FlaskClient, path: str, given: Any, status: int = 200) -> Any:
    answer = client.post(path, json=given, headers=FETCH)
    assert answer.status_code == status, answer.text
    return body(answer)


def segments_of(engine: Engine, run_id: int) -> dict[str, str]:
    return dict(rows(engine, f"select customer_id, segment from rfm_scores where run_id = {run_id}"))


def sizes(client: FlaskClient) -> dict[str, tuple[int, float]]:
    items = fetch(client, "/api/customers/segments")["items"]
    return {item["segment"]: (item["customers"], round(item["monetary"], 2)) for item in items}


def test_the_rules_of_the_served_run_are_shown(own_client: FlaskClient, engine: Engine) -> None:
    rules = fetch(own_client, RULES)
    assert (rules["run_id"], rules["new_customer_segment"], rules["new_customer_days"]) == (1, "New Customers", 90)
    assert [(cell["r"], cell["fm"]) for cell in rules["cells"]] == [
        (r, fm) for r in (5, 4, 3, 2, 1) for fm in range(1, 6)
    ]
    in_table = rows(engine, "select r_score, fm_score, segment from segment_rules")
    assert {(cell["r"], cell["fm"], cell["segment"]) for cell in rules["cells"]} == set(in_table)
    assert rules["is_default"] and rules["default"]["cells"] == rules["cells"]
    assert len(rules["segments"]) == 10 and "New Customers" not in rules["segments"]


def test_what_a_new_shop_has_are_the_default_rules(engine: Engine) -> None:
    assert {(r, fm): segment for r, fm, segment in rows(engine, "select * from segment_rules")} == DEFAULT.cells
    assert rows(engine, "select segment, max_recency from new_customer_rule") == [("New Customers", 90)]


def test_a_change_brings_what_its_preview_said(
    own_client: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    before, old = sizes(own_client), segments_of(engine, 1)
    other = wanted(own_client, days=45, R1_FM1="Hibernating", R1_FM2="Hibernating", R5_FM3="Champions")
    preview = ask(own_client, f"{RULES}/preview", other)
    assert sizes(own_client) == before  # a preview changes nothing
    assert published(engine) == [1]

    start_worker()
    asked = ask(own_client, RULES, other, 202)
    job = wait_for(engine, asked["job_id"], is_over)
    assert job["status"] == "succeeded", job
    assert published(engine) == [2]

    # Who moved is who was said to.
    new = segments_of(engine, 2)
    moves = Counter((old[one], new[one]) for one in old if old[one] != new[one])
    assert old.keys() == new.keys() and len(old) == preview["customers"]
    assert sum(moves.values()) == preview["moved"] > 0
    assert {(flow["from_segment"], flow["to_segment"]): flow["customers"] for flow in preview["flows"]} == moves
    flows = [flow["customers"] for flow in preview["flows"]]
    assert flows == sorted(flows, reverse=True)
    assert {
        row["segment"]: (row["customers_before"], round(row["monetary_before"], 2)) for row in preview["segments"]
    } == before
    after = sizes(own_client)
    assert {
        row["segment"]: (row["customers_after"], round(row["monetary_after"], 2)) for row in preview["segments"]
    } == after
    assert after["Lost"][0] == 0 and after["New Customers"][0] < before["New Customers"][0]

    # Grid, list and export say the same, and the forecasts are those of before.
    overview = fetch(own_client, "/api/overview")
    assert {cell["segment"] for cell in overview["grid"] if cell["r"] == 1 and cell["fm"] < 3} == {"Hibernating"}
    assert overview["new_customers"]["customers"] == after["New Customers"][0]
    listed = list_all(own_client, "/api/customers/rfm", segment="Hibernating")
    assert {row["customer_id"] for row in listed} == {one for one, segment in new.items() if segment == "Hibernating"}
    saved = own_client.post(
        "/api/export/customers",
        json={"filters": {"segment": ["Hibernating"]}, "columns": ["customer_id", "segment"]},
        headers=FETCH,
    )
    exported = list(csv.reader(io.StringIO(saved.get_data().decode("utf-8-sig"))))[1:]
    assert Counter(row[1] for row in exported) == {"Hibernating": len(listed)}
    same = "select count(*) from predictions as one inner join predictions as other using (customer_id) "
    same += "where one.run_id = 1 and other.run_id = 2 and (one.purchase_probability, one.reasons, one.expected_value)"
    same += " is not distinct from (other.purchase_probability, other.reasons, other.expected_value)"
    assert rows(engine, same) == [(len(old),)]
    assert fetch(own_client, "/api/model/metrics")["model"]
    assert (
        rows(engine, "select count(*) filter (where run_id = 1), count(*) filter (where run_id = 2) from backtest")[0]
        == (rows(engine, "select count(*), count(*) from backtest where run_id = 1")[0])
    )

    # The past goes by the same rules, so that nobody moves but by what they did.
    ruled = "select count(*) from history_scores where segment = 'Lost'"
    ruled += " or (segment = 'New Customers' and (frequency > 1 or recency > 45))"
    assert rows(engine, ruled) == [(0,)]
    movement = fetch(own_client, "/api/segments/movement")
    assert sum(flow["customers"] for flow in movement["items"] if flow["to_segment"] == "Hibernating") == len(listed)
    assert "Lost" not in {flow["from_segment"] for flow in movement["items"]}

    details = rows(engine, "select about, details from access.audit where what = 'segment rules'")
    changed = {"R1 FM1": "Hibernating", "R1 FM2": "Hibernating", "R5 FM3": "Champions"}
    assert details == [("run 1", {"job": asked["job_id"], "cells": changed, "new_customer_days": 45})]


def test_later_runs_keep_the_rules_until_one_goes_back(
    own_client: FlaskClient, engine: Engine, start_worker: StartWorker, run_script: Runner, tmp_path: Path
) -> None:
    before = sizes(own_client)
    change = ("--cell", "1-1=Hibernating", "--cell", "1-2=Hibernating", "--days", "45")
    for command in (("etl/segment_rules.py", *change), ("etl/history.py", "--rules")):
        assert run_script(*command).returncode == 0
    assert published(engine) == [2]
    for script in ("etl/etl_pipeline.py", "ml/ml_model.py", "etl/history.py"):
        assert "up to date" in run_script(script).stdout, script
    assert not fetch(own_client, RULES)["is_default"]
    line = "990001,A1,Apple,3,2025-10-02 10:00:00,2.5,990001,France"
    assert run_script("etl/load_data.py", write(tmp_path, [HEADER, line])).returncode == 0
    for script in ("etl/etl_pipeline.py", "ml/ml_model.py"):
        done = run_script(script)
        assert done.returncode == 0, done.stderr
    assert published(engine) == [3]
    kept = fetch(own_client, RULES)
    assert (kept["run_id"], kept["new_customer_days"]) == (3, 45)
    assert sizes(own_client)["Lost"][0] == 0

    # Going back brings the rules of then, for later runs and the past, too.
    start_worker()
    back = own_client.post("/api/runs/1/serve", headers=FETCH)
    assert wait_for(engine, body(back)["job_id"], is_over)["status"] == "succeeded"
    assert sizes(own_client) == before
    assert fetch(own_client, RULES)["is_default"]
    assert rows(engine, "select max_recency from new_customer_rule") == [(90,)]
    assert rows(engine, "select count(*) > 0 from history_scores where segment = 'Lost'") == [(True,)]


def test_only_an_admin_previews_and_changes_rules(database_url: str) -> None:
    for role in ("viewer", "analyst"):
        client = signed_in_client(database_url, role)
        given = wanted(client, R1_FM1="Hibernating")
        assert ask(client, f"{RULES}/preview", given, 403)["title"]
        assert ask(client, RULES, given, 403)["title"]
    admin = signed_in_client(database_url, "admin")
    assert ask(admin, f"{RULES}/preview", wanted(admin, R1_FM1="Hibernating"))["moved"] > 0


def without(cell: tuple[int, int]) -> Any:
    return lambda given: {
        **given, "cells": [each for each in given["cells"] if (each["r"], each["fm"]) != cell]
    }  # fmt: skip


def with_cell(**values: Any) -> Any:
    return lambda given: {**given, "cells": [{**given["cells"][0], **values}, *given["cells"][1:]]}


WRONG: list[tuple[Any, str, str]] = [
    (without((2, 4)), "cells", "R2 FM4: no segment is given"),
    (with_cell(segment="Whales"), "cells", "R5 FM1: there is no segment 'Whales'. There are: Champions,"),
    (with_cell(segment="New Customers"), "cells", "R5 FM1: New Customers stand outside the grid"),
    (with_cell(fm=2), "cells", "twice"),
    (with_cell(r=6), "cells", "less than or equal to 5"),
    (with_cell(segment="a\0"), "cells", "pattern"),
    (lambda given: {**given, "new_customer_days": -1}, "new_customer_days", "greater than or equal to 0"),
    (lambda given: {**given, "new_customer_days": 4000}, "new_customer_days", "less than or equal to 3650"),
    (lambda given: {**given, "new_customer_days": "many"}, "new_customer_days", "valid integer"),
    (lambda given: {**given, "cell": []}, "cell", "no such parameter"),
    (lambda given: {}, "cells", "required"),
]


def test_wrong_rules_are_refused_by_the_name_of_the_field(own_client: FlaskClient, engine: Engine) -> None:
    for path in (RULES, f"{RULES}/preview"):
        for spoil, field, sentence in WRONG:
            refused = ask(own_client, path, spoil(wanted(own_client)), 422)
            told = {error["parameter"]: error["message"].lower() for error in refused["errors"]}
            assert any(name.startswith(field) and sentence.lower() in told[name] for name in told), (sentence, told)
    assert rows(engine, "select count(*) from procrastinate_jobs") == [(0,)]


def test_other_jobs_that_wait_or_rules_that_were_changed_before_hold_up_no_change(
    own_client: FlaskClient, engine: Engine, start_worker: StartWorker, database_url: str
) -> None:
    start_worker()
    first = ask(own_client, RULES, wanted(own_client, R1_FM1="Hibernating"), 202)["job_id"]
    wait_for(engine, first, is_over)
    with pipeline_lock(engine):
        waiting = jobs.ask(database_url, jobs.PIPELINE, [])
        assert waiting is not None
        wait_for(engine, waiting, is_held_up)
        second = ask(own_client, RULES, wanted(own_client, R1_FM1="At Risk"), 202)["job_id"]
    assert wait_for(engine, second, is_over)["status"] == "succeeded"


def test_the_second_of_two_who_edit_at_once_is_told(
    own_client: FlaskClient, engine: Engine, start_worker: StartWorker
) -> None:
    one, other = (wanted(own_client, R1_FM1=segment) for segment in ("Hibernating", "At Risk"))
    same = ask(own_client, RULES, wanted(own_client), 409)
    assert same["detail"] == "These are the rules of run 1, which is served."
    start_worker()
    with pipeline_lock(engine):
        first = ask(own_client, RULES, one, 202)["job_id"]
        assert "Wait until it has ended" in ask(own_client, RULES, other, 409)["detail"]  # it waits
        wait_for(engine, first, is_held_up)
        assert f"Job {first}" in ask(own_client, RULES, other, 409)["detail"]  # it runs
    assert wait_for(engine, first, is_over)["status"] == "succeeded"
    for path in (RULES, f"{RULES}/preview"):
        late = ask(own_client, path, other, 409)
        assert late["errors"][0]["parameter"] == "run_id"
        assert late["detail"].startswith("Run 2 is served by now, and this edit began from run 1.")
    assert len(rows(engine, "select * from access.audit")) == 1


def test_a_change_that_was_overtaken_in_the_queue_changes_nothing(engine: Engine, run_script: Runner) -> None:
    assert run_script("etl/segment_rules.py", "--days", "60").returncode == 0
    late = run_script("etl/segment_rules.py", "--days", "30", "--from-run", "1")
    assert late.returncode == 2
    assert "run 2 is served by now; the change began from run 1" in late.stderr
    assert "Traceback" not in late.stderr
    assert published(engine) == [2]
    again = run_script("etl/segment_rules.py", "--days", "60", "--from-run", "1")  # a job that its worker took up again
    assert "these rules already" in again.stdout and again.returncode == 0


def test_the_command_shows_tries_out_changes_and_goes_back(engine: Engine, run_script: Runner) -> None:
    shown = run_script("etl/segment_rules.py").stdout
    assert "R5 FM5, R5 FM4, R4 FM5" in shown and "at most 90 days ago" in shown
    cell = ("--cell", "1-1=Hibernating", "--days", "60")
    tried = run_script("etl/segment_rules.py", *cell, "--preview").stdout
    assert "Lost to Hibernating" in tried and published(engine) == [1]
    done = run_script("etl/segment_rules.py", *cell)
    assert done.returncode == 0, done.stderr
    assert published(engine) == [2]
    assert [line for line in done.stdout.splitlines() if " to " in line] == [
        line for line in tried.splitlines() if " to " in line
    ]
    assert "at most 60 days" in run_script("etl/segment_rules.py").stdout
    assert run_script("etl/segment_rules.py", "--default").returncode == 0
    assert segments_of(engine, 3) == segments_of(engine, 1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--cell", "1-1=Whales"], "R1 FM1: there is no segment 'Whales'"),
        (["--cell", "6-1=Lost"], "R6 FM1 is no cell of the grid"),
        (["--cell", "Lost"], "write it as 5-1=Promising"),
        (["--days", "9999"], "9999 is not between 0 and 3,650 days"),
    ],
)
def test_the_command_refuses_wrong_rules_in_a_sentence(
    engine: Engine, run_script: Runner, arguments: list[str], sentence: str
) -> None:
    done = run_script("etl/segment_rules.py", *arguments)
    assert (done.returncode, sentence in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert published(engine) == [1]


def test_a_change_that_is_killed_leaves_everything_as_it_was(
    engine: Engine, start_worker: StartWorker, run_script: Runner
) -> None:
    with engine.begin() as other:
        other.execute(text("lock table segment_rules in exclusive mode"))  # publishing waits for it
        process = start_worker("etl/segment_rules.py", "--days", "60")
        wait_until(engine, "select exists (select from pg_stat_activity where wait_event_type = 'Lock')")
        process.kill()
        process.wait()
    assert published(engine) == [1]
    assert rows(engine, "select max_recency from new_customer_rule") == [(90,)]
    for script in ("etl/etl_pipeline.py", "ml/ml_model.py"):
        assert "up to date" in run_script(script).stdout, script
    assert published(engine) == [1]
    assert rows(engine, "select state from runs where run_id = 2") == [("failed",)]
    assert run_script("etl/segment_rules.py", "--days", "60").returncode == 0
    assert published(engine) == [3]
    assert rows(engine, "select to_regclass('rfm_scores_2') is null") == [(True,)]
