"""Scores are tie-safe, as of a date, and follow the owner's segment rules."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, rows, write


def line(customer: int, day: str, amount: float, invoice: str) -> str:
    return f"{invoice},A1,Apple,1,{day} 10:00:00,{amount},{customer},France"


def scores(engine: Engine) -> dict[str, dict[str, Any]]:
    with engine.connect() as connection:
        name = connection.execute(
            text("select 'rfm_scores_' || max(run_id) from runs where state = 'scored'")
        ).scalar_one()
        found = connection.execute(text(f"select * from {name}")).mappings().all()
    return {row["customer_id"]: dict(row) for row in found}


@pytest.fixture
def score(run_script: Runner, tmp_path: Path) -> Runner:
    def load_and_score(*lines: str, **settings: str) -> Any:
        loaded = run_script("etl/load_data.py", write(tmp_path, [HEADER, *lines]))
        assert loaded.returncode == 0, loaded.stderr
        return run_script("etl/etl_pipeline.py", **settings)

    return load_and_score


def test_recency_frequency_and_monetary_of_one_customer(engine: Engine, score: Runner) -> None:
    done = score(
        line(1, "2011-01-01", 10, "1"),
        line(1, "2011-01-11", 20, "2"),
        line(1, "2011-01-31", 30, "3"),
        "C4,A1,Apple,-1,2011-02-01 09:00:00,5,1,France",
        "5,POST,Postage,1,2011-02-02 09:00:00,100,1,France",
        line(2, "2011-02-09", 1, "6"),
    )
    assert done.returncode == 0, done.stderr
    one = scores(engine)["1"]
    assert one["recency"] == 10  # from 31 January to 10 February, midnight after the last line's day
    assert one["frequency"] == 3
    assert one["monetary"] == 55  # the return is taken off, the postage is no product
    assert one["average_order_value"] == 20
    assert one["typical_gap_days"] == 15  # between 10 and 20


def test_equal_values_have_equal_scores_and_scores_reach_from_one_to_five(engine: Engine, score: Runner) -> None:
    lines = [line(customer, "2011-01-01", 10, f"{customer}") for customer in range(1, 11)]
    lines += [
        line(customer, f"2011-03-{customer - 10:02d}", 10 * customer, f"{customer}") for customer in range(11, 21)
    ]
    score(*lines)
    found = scores(engine)
    assert {found[str(customer)]["m_score"] for customer in range(1, 11)} == {1}
    assert {row["f_score"] for row in found.values()} == {1}
    assert found["20"]["m_score"] == found["20"]["r_score"] == 5
    by_spend = sorted(found.values(), key=lambda row: row["monetary"])
    assert [row["m_score"] for row in by_spend] == sorted(row["m_score"] for row in by_spend)
    # percent_rank of the 11th of 20 is 10/19, so its score is 1 + floor(5 * 10/19) = 3.
    assert found["11"]["m_score"] == 3


def test_an_order_on_or_after_the_as_of_date_does_not_count(engine: Engine, score: Runner, run_script: Runner) -> None:
    score(line(1, "2011-01-01", 10, "1"), line(1, "2011-02-01", 20, "2"), line(2, "2011-02-01", 20, "3"))
    done = run_script("etl/etl_pipeline.py", "--as-of", "2011-02-01")
    assert done.returncode == 0, done.stderr
    found = scores(engine)
    assert set(found) == {"1"}
    assert (found["1"]["frequency"], found["1"]["recency"], found["1"]["monetary"]) == (1, 31, 10)


def test_one_recent_order_makes_a_new_customer_before_the_grid(engine: Engine, score: Runner) -> None:
    score(
        line(1, "2011-12-01", 10, "1"),
        line(2, "2011-09-10", 10, "2"),  # 90 days before the as-of date
        line(3, "2011-09-09", 10, "3"),  # 91
        line(4, "2011-12-08", 10, "4"),
        line(4, "2011-12-08", 10, "5"),
    )
    found = {customer: row["segment"] for customer, row in scores(engine).items()}
    assert found["1"] == found["2"] == "New Customers"
    assert found["3"] != "New Customers"
    assert found["4"] != "New Customers"


def test_an_owner_changes_a_rule_and_the_next_run_follows(engine: Engine, score: Runner, run_script: Runner) -> None:
    lines = [line(c, f"2011-{1 + c % 12:02d}-05", c, f"{c}-{n}") for c in range(1, 30) for n in range(1 + c % 4)]
    score(*lines)
    again = run_script("etl/etl_pipeline.py")
    assert "up to date" in again.stdout
    with engine.begin() as connection:
        connection.execute(text("update segment_rules set segment = 'Hibernating' where segment = 'Lost'"))
    changed = run_script("etl/etl_pipeline.py")
    assert changed.returncode == 0, changed.stderr
    segments = {row["segment"] for row in scores(engine).values()}
    assert "Lost" not in segments
    assert "Hibernating" in segments


def test_the_default_rules_cover_all_25_cells(engine: Engine) -> None:
    assert rows(
        engine, "select count(*), min(r_score), max(r_score), min(fm_score), max(fm_score) from segment_rules"
    ) == [(25, 1, 5, 1, 5)]


def test_nothing_loaded_is_said(run_script: Runner) -> None:
    done = run_script("etl/etl_pipeline.py")
    assert done.returncode == 2
    assert "Load a file first" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_last_month_is_marked_partial(engine: Engine, score: Runner) -> None:
    score(line(1, "2011-01-01", 10, "1"), line(2, "2011-01-31", 30, "2"), line(1, "2011-02-09", 20, "3"))
    with engine.connect() as connection:
        months = connection.execute(text("select overview -> 'months' from runs")).scalar_one()
    assert [(month["month"], month["revenue"], month["partial"], month["days_with_data"]) for month in months] == [
        ("2011-01-01", 40, False, 31),
        ("2011-02-01", 20, True, 9),
    ]
