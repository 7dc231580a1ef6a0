"""Releases on a real HAProxy, gunicorn and PostgreSQL: no request is lost, and nobody comes in past the door."""

from sqlalchemy import Engine, text

from tests.infra.serving_machine import KEY, ORIGIN_SECRET, PREVIOUS_SECRET, ServingMachine, Shoppers


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


def test_nobody_comes_in_past_cloudfront_or_sign_in(machine: ServingMachine) -> None:
    key = f"Bearer {KEY}"
    for secret in (ORIGIN_SECRET, PREVIOUS_SECRET):
        assert machine.get("/api/runs/current", X_Origin_Secret=secret, Authorization=key)[0] == 200
        assert machine.get("/api/runs/current", X_Origin_Secret=secret)[0] == 401
    for wrong in ({}, {"X_Origin_Secret": ""}, {"X_Origin_Secret": ORIGIN_SECRET[:-1]}, {"X_Origin_Secret": KEY}):
        assert machine.get("/api/runs/current", Authorization=key, **wrong)[0] == 403
        assert machine.get("/healthz", **wrong)[0] == 403
    for path in ("/readyz", "/metrics", "/", "/apifoo"):
        assert machine.get(path, X_Origin_Secret=ORIGIN_SECRET, Authorization=key)[0] == 404
