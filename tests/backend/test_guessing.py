"""Ten thousand wrong passwords: refused by all workers, before hashing, and nobody else is held up."""

import http.client
import json
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine, text

from backend.attempts import BY_ADDRESS, BY_PAIR
from tests.backend.conftest import FETCH, PASSWORD, add_user
from tests.db.test_embedded import wait_until
from tests.e2e.server import Server, serving

GUESSES, CLIENTS, WORKERS = 10_000, 8, 2
ATTACKER, ELSEWHERE = "203.0.113.9", "198.51.100.7"
GROWTH_KB = 49_152  # of a worker; a password at work takes 19,456, and two never are at once


def asker(server: Server) -> http.client.HTTPConnection:
    place = urlsplit(server.url)
    return http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)


def try_in(connection: http.client.HTTPConnection, address: str, name: str, password: str) -> int:
    """The status in the end: where too many passwords wait already it is tried again, as the answer says."""
    headers = {**FETCH, "Content-Type": "application/json", "X-Forwarded-For": address}
    while True:
        connection.request("POST", "/api/session", json.dumps({"name": name, "password": password}), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 503 or answer.headers["Retry-After"] != "1":
            return answer.status


def guess(server: Server, first: int, statuses: list[int]) -> None:
    """Every other one at anna's password, the rest at names that are made up."""
    with closing(asker(server)) as connection:
        for number in range(first, GUESSES, CLIENTS):
            name = f"name {number}" if (number // CLIENTS) % 2 else "anna"
            statuses.append(try_in(connection, ATTACKER, name, f"wrong password {number}"))


def workers(folder: Path) -> list[str]:
    parent = (folder / "server.pid").read_text().strip()
    return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()


def memory_of_workers(folder: Path) -> int:
    """The resident memory of the server's workers, in kB."""
    lines = [line for worker in workers(folder) for line in Path(f"/proc/{worker}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_ten_thousand_wrong_passwords(database_url: str, engine: Engine, tmp_path: Path) -> None:
    add_user(database_url, "anna")
    add_user(database_url, "ben", "viewer")
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "AUTH": "on", "PROXY_HOPS": "1"}
    with (
        serving(tmp_path, **settings, WEB_WORKERS=str(WORKERS), LOG_LEVEL="error") as server,
        closing(asker(server)) as ben,
    ):
        wait_until(lambda: len(workers(tmp_path)) == WORKERS)  # the first alone is ready, too
        before = memory_of_workers(tmp_path)
        statuses: list[int] = []
        threads = [threading.Thread(target=guess, args=(server, first, statuses)) for first in range(CLIENTS)]
        for thread in threads:
            thread.start()
        meanwhile = [try_in(ben, ELSEWHERE, "ben", PASSWORD) for _ in range(5)]
        for thread in threads:
            thread.join()
        with closing(asker(server)) as anna:
            assert try_in(anna, ATTACKER, "anna", PASSWORD) == 429  # even the right one has to wait there
            assert try_in(anna, ELSEWHERE, "anna", PASSWORD) == 200
        grown = memory_of_workers(tmp_path) - before
        print(f"{grown} kB more")
    assert set(meanwhile) == {200}
    found = Counter(statuses)
    assert found.keys() == {401, 429} and found.total() == GUESSES
    # A password is hashed for a 401 alone: so many times in all, whichever worker was asked.
    assert BY_PAIR.most < found[401] <= BY_ADDRESS.most
    assert grown < WORKERS * GROWTH_KB
    with engine.connect() as connection:
        counters = connection.execute(text("select count(*) from access.attempts")).scalar_one()
        noted = connection.execute(text("select count(*) from access.audit where what = 'sign-in failed'"))
        assert counters <= 2 * BY_ADDRESS.most + 10
        assert noted.scalar_one() == found[401]
