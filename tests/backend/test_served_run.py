"""A worker that listens knows the served run without asking, hears of each change, and of its own deafness."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, text

from backend.served_run import RunWatch
from db.runs import publish
from tests.backend.conftest import add_user, body, client_of, fetch, sign_in
from tests.db.test_runs import make_run


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.005)


@contextmanager
def listening(client: FlaskClient) -> Iterator[RunWatch]:
    """As gunicorn's workers do."""
    watch: RunWatch = client.application.extensions["run_watch"]
    watch.start()
    yield watch
    watch.stop()


def served(watch: RunWatch) -> int | None:
    return watch.current.run_id if watch.current else None


def test_a_publish_is_heard_of_and_answered_at_once(own_client: FlaskClient, engine: Engine) -> None:
    with listening(own_client) as watch:
        assert own_client.get("/api/customers/segments").status_code == 503  # nothing is published
        for customers in (3, 5):
            run_id = make_run(engine, customers=customers)
            publish(engine, run_id)
            wait_until(lambda run_id=run_id: served(watch) == run_id)  # type: ignore[misc]
            for _ in range(2):  # worked out, and kept
                answer = fetch(own_client, "/api/customers/segments")
                assert (answer["run_id"], answer["total_customers"]) == (run_id, customers)


def test_a_kept_answer_needs_no_database_and_a_lost_connection_is_noticed(
    own_client: FlaskClient, engine: Engine
) -> None:
    run_id = make_run(engine, customers=3)
    publish(engine, run_id)
    with listening(own_client) as watch:
        wait_until(lambda: served(watch) == run_id)
        tag = own_client.get("/api/customers/segments").headers["ETag"]
        pool = own_client.application.extensions["database"].engine.pool
        taken: list[object] = []
        event.listen(pool, "checkout", lambda *seen: taken.append(seen))
        again = own_client.get("/api/customers/segments", headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["X-Run-Id"], taken) == (304, str(run_id), [])
        assert (fetch(own_client, "/api/customers/segments")["run_id"], taken) == (run_id, [])

        with engine.connect() as connection:
            ended = connection.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            ).scalars()
            assert set(ended) == {True}
        wait_until(lambda: served(watch) is None)
        assert own_client.get("/api/customers/segments").status_code == 200  # asked for, meanwhile
        assert taken
        wait_until(lambda: served(watch) == run_id)


def test_what_is_kept_is_for_those_who_may_see_it(database_url: str, engine: Engine) -> None:
    publish(engine, make_run(engine, customers=3))
    add_user(database_url, "vera", "viewer")
    with client_of(database_url, auth="on") as client, listening(client) as watch:
        wait_until(lambda: served(watch) is not None)
        assert sign_in(client, "vera").status_code == 200
        fetch(client, "/api/customers/segments")  # it is kept now
        stranger = client.application.test_client()
        assert stranger.get("/api/customers/segments").status_code == 401


@pytest.mark.parametrize(("customers", "named"), [(3, "one customer's countries"), (1, "one customer's scores")])
def test_an_answer_is_of_one_run_when_another_is_published_meanwhile(
    own_client: FlaskClient, engine: Engine, customers: int, named: str
) -> None:
    publish(engine, make_run(engine, customers=customers))
    second = make_run(engine, customers=3)
    asked: list[str] = []

    def bring_an_order(connection: Connection) -> None:
        connection.execute(text("insert into orders select '2', '536365', '2011-01-03', true, 3, 3, 2, 1, 'France'"))

    def publish_between(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)
        if sum(named in each for each in asked) == 1 and named in statement:
            publish(engine, second, also=bring_an_order)

    event.listen(own_client.application.extensions["database"].engine, "before_cursor_execute", publish_between)
    answer = own_client.get("/api/customers/2/details")
    assert answer.status_code == 200, answer.text
    details = body(answer)
    assert sum(named in each for each in asked) == 2, "nothing was published between two queries"
    assert (details["run_id"], details["orders_total"], len(details["orders"])) == (second, 1, 1)
    assert answer.headers["X-Run-Id"] == str(second)
    assert answer.headers["X-Query"] == (
        "customer, customer_profile, customer_orders, customer_segments, customer_products"
    )


def test_only_what_is_read_is_worked_out_again(client: FlaskClient) -> None:
    app = client.application
    kept = [rule for rule in app.url_map.iter_rules() if getattr(app.view_functions[rule.endpoint], "is_kept", False)]
    assert len(kept) > 10
    assert {method for rule in kept for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}
