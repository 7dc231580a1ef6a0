"""Many clients that ask for different things at once and check that each answer is the one to its own question."""

import http.client
import json
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.e2e.server import Server


@dataclass
class Asked:
    """When each request ended (seconds, monotonic), its status, and what was wrong with its answer."""

    answers: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def statuses(self) -> set[int]:
        return {status for _, status in self.answers}

    def last(self, status: int) -> float:
        return max((at for at, each in self.answers if each == status), default=0.0)


class Askers:
    """`clients` threads that ask until told to stop, over connections that stay open."""

    def __init__(self, server: Server, clients: int = 8) -> None:
        self._place = urlsplit(server.url)
        self._segments = [item["segment"] for item in server.get("/api/customers/segments")["items"]]
        self._customers = [row["customer_id"] for row in server.get("/api/customers/rfm", limit=200)["items"]]
        self._run = server.get("/api/runs/current")["run_id"]
        self._stop = threading.Event()
        self.asked = Asked()
        self._threads = [threading.Thread(target=self._work, args=(seed,)) for seed in range(clients)]

    def __enter__(self) -> Asked:
        for thread in self._threads:
            thread.start()
        return self.asked

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, seed: int) -> None:
        connection = http.client.HTTPConnection(self._place.hostname or "", self._place.port, timeout=30)
        with closing(connection):
            self._ask(connection, Random(seed))  # noqa: S311  # no secret

    def _ask(self, connection: http.client.HTTPConnection, random: Random) -> None:
        while not self._stop.is_set():
            path, check = self._question(random)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.asked.wrong.append(f"{path}: no answer ({error!r})")
                connection.close()
                continue
            self.asked.answers.append((time.monotonic(), answer.status))
            if answer.status == 200:
                found = json.loads(body)
                if answer.headers["X-Run-Id"] != str(self._run) or not check(found):
                    self.asked.wrong.append(f"{path}: {body[:200]!r}")
            elif answer.status != 503 or json.loads(body)["status"] != 503:
                self.asked.wrong.append(f"{path}: {answer.status} {body[:200]!r}")

    def _question(self, random: Random) -> tuple[str, Any]:
        """A path, and what must hold for the answer to it and to hardly any other."""
        if random.random() < 0.5:
            customer = random.choice(self._customers)
            return f"/api/customers/{customer}/details", lambda found: found["customer_id"] == customer
        segment, limit, least = random.choice(self._segments), random.randint(1, 60), random.randint(0, 3000)
        query = urlencode({"segment": segment, "limit": limit, "min_monetary": least, "sort": "-recency"})

        def fits(found: Any) -> bool:
            rows = found["items"]
            return len(rows) == min(limit, found["total"]) and all(
                row["segment"] == segment and row["monetary"] >= least for row in rows
            )

        return f"/api/customers/rfm?{query}", fits
