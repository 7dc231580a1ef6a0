"""A day of the shop's people at the dashboard: mostly the first page and the list, now and then one customer.

Run by Locust in an environment of its own. BARE=1 asks bare Flask instead, as often and with the same pauses.
"""

import os
import random

from locust import HttpUser, between, task

SORTS = ("-monetary", "recency", "-purchase_probability", "-last_order_at")
SEGMENTS = ("Champions", "At Risk", "New Customers", "Lost")
BARE = os.environ.get("BARE") == "1"


class Person(HttpUser):
    """Looks, thinks for one to three seconds, looks again."""

    wait_time = between(1, 3)

    def look(self, path: str, name: str, **query: object) -> dict[str, object]:
        if BARE:
            self.client.get("/", name="hello")
            return {}
        with self.client.get(path, params=query, name=name, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"answered {answer.status_code}")
                return {}
            found: dict[str, object] = answer.json()
            if str(found.get("run_id", answer.headers["X-Run-Id"])) != answer.headers["X-Run-Id"]:
                answer.failure("the answer and its head name different runs")
            return found

    @task(4)
    def first_page(self) -> None:
        self.look("/api/overview", "overview")

    @task(2)
    def segments(self) -> None:
        self.look("/api/customers/segments", "segments")

    @task(6)
    def customers(self) -> None:
        query: dict[str, object] = {"sort": random.choice(SORTS), "limit": random.randint(20, 100)}
        if random.random() < 0.5:
            query["segment"] = random.choice(SEGMENTS)
        if random.random() < 0.3:
            query["min_monetary"] = random.randint(10, 5000)
        found = self.look("/api/customers/rfm", "list", **query)
        items = found.get("items")
        if isinstance(items, list) and items:
            chosen = random.choice(items)["customer_id"]
            self.look(f"/api/customers/{chosen}/details", "customer")

    @task(1)
    def model(self) -> None:
        self.look("/api/model/metrics", "model")
