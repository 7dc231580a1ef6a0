"""Releases on a real HAProxy, gunicorn and PostgreSQL: no request is lost."""

from sqlalchemy import Engine, text

from tests.infra.serving_machine import ServingMachine, Shoppers


def test_a_release_and_going_back_lose_no_request_and_do_none_twice(machine: ServingMachine, engine: Engine) -> None:
    with Shoppers(machine, 4) as shoppers:
        for asked in (machine.add_release(2), "--back"):
            done = machine.deploy(asked)
            assert done.returncode == 0, done.stdout + machine.log("api")
    assert not shoppers.failures
    with engine.connect() as connection:
        begun = connection.execute(text("select count(*) from campaigns")).scalar_one()
    assert shoppers.answers[201] == begun > 20
    assert set(shoppers.colours) == {"blue", "green"}
    assert shoppers.connections == 4, "they were kept over the releases"
