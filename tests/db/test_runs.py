"""Publishing: readers see one whole run or the other, and a broken run changes nothing."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from db.building import build_partition
from db.runs import begin_run, clean_up, newest_run, publish, published_run, run_to_predict


def make_run(engine: Engine, customers: int = 3, state: str = "scored") -> int:
    """A run with scores and predictions built aside, not yet published."""
    with engine.begin() as connection:
        run_id = begin_run(
            connection,
            {
                "as_of": datetime(2011, 12, 10),
                "shop_name": "Shop",
                "currency": "GBP",
                "sample": False,
                "source": "lines.csv",
                "lines_in": 1,
                "lines_kept": 1,
                "ledger": {},
                "loads": [],
                "data_from": datetime(2011, 1, 1),
                "data_to": datetime(2011, 12, 9),
                "inputs": {},
            },
        )
        with build_partition(connection, "rfm_scores", run_id) as table:
            connection.execute(
                text(
                    f"insert into {table} select {run_id}, number::text, 'France', 'Lost', 1, 1, number, 1, 1, 1, 1,"
                    f" '2011-01-01', '2011-12-09', 1, null from generate_series(1, {customers}) as numbers (number)"
                )
            )
        with build_partition(connection, "predictions", run_id) as table:
            connection.execute(
                text(
                    f"insert into {table} select {run_id}, number::text"
                    f" from generate_series(1, {customers}) as numbers (number)"
                )
            )
        connection.execute(text("update runs set state = :state where run_id = :run"), {"state": state, "run": run_id})
    return run_id


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("select tablename from pg_tables where tablename ~ '_[0-9]+$'")).scalars())


def served_customers(engine: Engine) -> int:
    query = "select count(*) from rfm_scores where run_id = (select run_id from published)"
    with engine.connect() as connection:
        found: int = connection.execute(text(query)).scalar_one()
    return found


def test_scores_are_invisible_until_published(engine: Engine) -> None:
    run_id = make_run(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from rfm_scores")).scalar_one() == 0
    publish(engine, run_id)
    assert served_customers(engine) == 3
    published = published_run(engine)
    assert published and published.run_id == run_id and published.state == "published"


def test_a_published_part_has_the_indexes_of_its_table(engine: Engine) -> None:
    run_id = make_run(engine)
    publish(engine, run_id)
    query = text("select count(*) from pg_indexes where tablename = :table")
    with engine.connect() as connection:
        assert connection.execute(query, {"table": f"customer_list_{run_id}"}).scalar_one() == 16
        invalid = connection.execute(text("select count(*) from pg_index where not indisvalid")).scalar_one()
    assert invalid == 0


def test_a_run_that_cannot_be_attached_changes_nothing(engine: Engine) -> None:
    first = make_run(engine, customers=2)
    publish(engine, first)
    second = make_run(engine, customers=5)
    with engine.begin() as connection:
        connection.execute(text(f"drop table predictions_{second}"))
    with pytest.raises(ProgrammingError, match=f"predictions_{second}"):
        publish(engine, second)
    assert served_customers(engine) == 2


def test_a_broken_run_is_cleaned_away_and_the_served_one_stays(engine: Engine) -> None:
    first = make_run(engine)
    publish(engine, first)
    broken = make_run(engine, state="running")
    clean_up(engine, keep=5)
    assert not any(name.endswith(f"_{broken}") for name in tables(engine))
    assert served_customers(engine) == 3
    assert newest_run(engine) == published_run(engine)


def test_a_scored_run_survives_the_cleaning(engine: Engine) -> None:
    run_id = make_run(engine)
    clean_up(engine, keep=5)
    waiting = run_to_predict(engine)
    assert waiting and waiting.run_id == run_id


def test_old_runs_go_beyond_those_kept(engine: Engine) -> None:
    runs = [make_run(engine) for _ in range(4)]
    for run_id in runs:
        publish(engine, run_id)
    clean_up(engine, keep=2)
    kept = {int(name.rsplit("_", 1)[1]) for name in tables(engine)}
    assert kept == set(runs[-2:])
    assert served_customers(engine) == 3


def test_publish_waits_for_a_reader_and_then_goes_through(engine: Engine) -> None:
    first = make_run(engine)
    publish(engine, first)
    second = make_run(engine, customers=7)
    with engine.connect() as reader:
        before = reader.execute(
            text("select count(*) from rfm_scores where run_id = :run"), {"run": first}
        ).scalar_one()
        publish(engine, second)  # a reader in the middle of its transaction does not hold it up
        again = reader.execute(text("select count(*) from rfm_scores where run_id = :run"), {"run": first}).scalar_one()
    assert before == again == 3
    assert served_customers(engine) == 7
