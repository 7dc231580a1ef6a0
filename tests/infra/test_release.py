"""Releases on a real HAProxy, gunicorn and PostgreSQL: no request is lost, and nobody comes in past the door."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

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


def test_no_setting_turns_sign_in_off_or_opens_another_door(machine: ServingMachine) -> None:
    """The files of this machine say AUTH=off and HOST=0.0.0.0."""
    assert "AUTH='off'" in (machine.root / "etc" / "sales-dashboard" / "blue.env").read_text()
    assert machine.get("/api/runs/current", X_Origin_Secret=ORIGIN_SECRET)[0] == 401
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", machine.colour_ports["blue"]), timeout=30)


def test_no_log_holds_a_secret(machine: ServingMachine, database_url: str) -> None:
    wrong_password = "a-wrong-password-of-somebody"
    body = f'{{"name": "ben", "password": "{wrong_password}"}}'
    assert machine.post("/api/session", body)[0] == 401
    cookie = "session=a-cookie-of-somebody"
    for path in ("/api/runs/current", "/api/nothing?token=in-the-address", "/readyz"):
        for secret in (ORIGIN_SECRET, PREVIOUS_SECRET, ORIGIN_SECRET[:-1]):
            machine.get(path, X_Origin_Secret=secret, Authorization=f"Bearer {KEY}", Cookie=cookie)
    logs = {path.name: path.read_text() for path in Path(machine.root).rglob("*.log")}
    assert '"event":"request"' in logs["haproxy.log"] and '"endpoint":"/api/session"' in logs["api.log"]
    secrets = [ORIGIN_SECRET[:-4], PREVIOUS_SECRET[:-4], KEY, wrong_password, cookie, "in-the-address"]
    password = make_url(database_url).password
    for name, log in logs.items():
        assert not [secret for secret in [*secrets, password] if secret and str(secret) in log], name
