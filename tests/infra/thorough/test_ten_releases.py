"""Ten releases under load lose nothing of ten thousand requests; stopping and starting, the control, does."""

import json

from sqlalchemy import Engine, text

from infra.deploy.machine import wait_for
from tests.infra.serving_machine import ServingMachine, Shoppers

RELEASES = 10
CLIENTS = 8
REQUESTS = 10_000


def test_ten_releases_lose_nothing_of_ten_thousand_requests(machine: ServingMachine, engine: Engine) -> None:
    with Shoppers(machine, CLIENTS) as shoppers:
        for number in range(2, 2 + RELEASES):
            done = machine.deploy(machine.add_release(number))
            assert done.returncode == 0, done.stdout + machine.log("api")
        assert wait_for(lambda: shoppers.requests >= REQUESTS, 3600)
    print(f"\n{RELEASES} releases: {len(shoppers.failures)} of {shoppers.requests:,} POST requests failed", end="")
    print(f" ({shoppers.connections} connections, slowest answer {shoppers.slowest:.1f} s, {dict(shoppers.colours)}).")
    assert not shoppers.failures
    assert shoppers.connections == CLIENTS
    with engine.connect() as connection:
        begun = connection.execute(text("select count(*) from campaigns")).scalar_one()
    assert begun == shoppers.answers[201], "none was lost, and none done twice"
    assert min(shoppers.colours[colour] for colour in ("blue", "green")) > 0


def test_stopping_and_starting_loses_requests(machine: ServingMachine) -> None:
    """The control: these clients do notice."""
    with Shoppers(machine, CLIENTS) as shoppers:
        assert wait_for(lambda: shoppers.requests > 50, 300)
        machine.systemctl("restart", "sales-dashboard-web@blue.service")
        assert wait_for(machine.is_served, 300)
    print(f"\nStop and start: {len(shoppers.failures)} of {shoppers.requests:,} POST requests failed.")
    assert shoppers.failures


def test_going_back_takes_ten_seconds_at_most(machine: ServingMachine) -> None:
    assert machine.deploy(machine.add_release(2)).returncode == 0
    done = machine.deploy("--back")
    assert done.returncode == 0, done.stdout
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    [seconds] = [step["seconds"] for step in steps if step["step"] == "switch"]
    print(f"\nGoing back: {seconds} s until the release before serves.")
    assert seconds < 10
