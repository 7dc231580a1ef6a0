"""How long the list of customers takes: first and deep pages, named filters, and seeded random ones in any order; and
the details of those with the most order lines.

`BENCH_COPIES=49 python -m tests.benchmarks.customer_list` for 4.3 million customers. Each question is asked once, by
one client on a kept connection, after one round of other questions: no answer comes from the answers' cache.
"""

import http.client
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sqlalchemy import Engine, text

from backend.customer_list import COLUMNS, encode_cursor
from db.settings import stop
from tests.benchmarks.big_shop import big_shop, served

Query = dict[str, Any]

SEED = 20_111_209
COMBINATIONS = int(os.environ.get("BENCH_COMBINATIONS", "500"))
NAMED: dict[str, Query] = {
    "champions": {"segment": "Champions"},
    "at risk, by spend": {"segment": ["At Risk", "Can't Lose Them"], "sort": "-monetary"},
    "likely buyers": {"min_probability": 0.5, "sort": "-purchase_probability"},
    "spent much, silent": {"min_monetary": 1000, "min_recency": 90, "sort": "-monetary"},
    "new customers": {"segment": "New Customers", "sort": "-last_order_at"},
    "one country": {"country": "France", "sort": "-expected_value"},
    "one order": {"max_frequency": 1, "sort": "recency"},
    "lowest scores": {"r_score": 1, "f_score": 1, "m_score": 1, "sort": "-monetary"},
    "beginning of an id": {"q": "123"},
    "four at once": {"segment": "At Risk", "country": "Germany", "min_monetary": 300, "max_probability": 0.3},
}


class Client:
    """Asks the list and takes the time until the answer is read."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc)

    def ask(self, query: Query) -> tuple[float, dict[str, Any]]:
        """Milliseconds, and the answer."""
        begin = time.perf_counter()
        self._connection.request("GET", f"/api/customers/rfm?{urlencode(query, doseq=True)}")
        answer = self._connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            stop(f"{query} was answered {answer.status}: {body[:300]!r}")
        found: dict[str, Any] = json.loads(body)
        return taken, found

    def details(self, customer_id: str) -> float:
        """Milliseconds until a customer's details are there, compressed as browsers take them."""
        begin = time.perf_counter()
        path = f"/api/customers/{quote(customer_id, safe='')}/details"
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            stop(f"{path} was answered {answer.status}: {body[:300]!r}")
        return taken


def random_queries(engine: Engine) -> list[Query]:
    """COMBINATIONS questions of one to four filters with values that the data has, in any order."""
    generator = random.Random(SEED)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select segment, country, recency, frequency, monetary::float8 as monetary, purchase_probability,"
                " customer_id from customer_list where run_id = (select run_id from published)"
                " order by md5(customer_id) limit 5000"
            )
        ).all()

    def bound(column: str) -> Any:
        return getattr(generator.choice(rows), column)

    def scores() -> list[int]:
        return generator.sample(range(1, 6), generator.randint(1, 3))

    kinds: dict[str, Callable[[], Any]] = {
        "segment": lambda: sorted({bound("segment") for _ in range(generator.randint(1, 3))}),
        "country": lambda: sorted({bound("country") for _ in range(generator.randint(1, 2))}),
        "r_score": scores,
        "f_score": scores,
        "m_score": scores,
        "min_monetary": lambda: bound("monetary"),
        "max_monetary": lambda: bound("monetary"),
        "min_recency": lambda: bound("recency"),
        "max_recency": lambda: bound("recency"),
        "min_frequency": lambda: bound("frequency"),
        "max_frequency": lambda: bound("frequency"),
        "min_probability": lambda: round(bound("purchase_probability"), 3),
        "max_probability": lambda: round(bound("purchase_probability"), 3),
        "q": lambda: bound("customer_id")[: generator.randint(1, 4)],
    }
    queries = []
    for _ in range(COMBINATIONS):
        names = generator.sample(list(kinds), generator.randint(1, 4))
        sort = generator.choice(("", "-")) + generator.choice(list(COLUMNS))
        queries.append({**{name: kinds[name]() for name in names}, "sort": sort})
    return queries


def deep_cursor(engine: Engine) -> str:
    """The cursor of the page in the middle of the list by spend."""
    with engine.connect() as connection:
        run_id, monetary, customer_id = connection.execute(
            text(
                "select run_id, monetary::float8, customer_id from customer_list"
                " where run_id = (select run_id from published) order by monetary desc, customer_id desc"
                " offset (select customers / 2 from runs where run_id = (select run_id from published)) limit 1"
            )
        ).one()
    return encode_cursor(run_id, "-monetary", monetary, customer_id)


def heaviest(engine: Engine) -> list[str]:
    """Those with the most order lines, the first of them last: the other answers warm nothing of its own."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "select customer_id from transactions where customer_id in (select customer_id from customer_list"
                " where run_id = (select run_id from published)) group by customer_id order by count(*) desc limit 10"
            )
        ).scalars()
        return [*found][::-1]


def report(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    highest = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"| {name} | {statistics.median(ordered):.1f} | {highest:.1f} | {ordered[-1]:.1f} |", flush=True)


def measure(address: str, engine: Engine) -> None:
    """Print the milliseconds of every kind of question as a table."""
    client = Client(address)
    queries = random_queries(engine)
    for query in queries[:50]:  # the pages that a running shop has in memory
        client.ask({**query, "limit": 49})
    print("| list | median, ms | 95%, ms | slowest, ms |\n|---|--:|--:|--:|")
    report("first page", [client.ask({"limit": limit})[0] for limit in range(50, 60)])
    cursor = deep_cursor(engine)
    report("page in the middle", [client.ask({"cursor": cursor, "limit": limit})[0] for limit in range(50, 60)])
    for name, query in NAMED.items():
        report(name, [client.ask({**query, "limit": limit})[0] for limit in range(50, 55)])
    *others, first = heaviest(engine)
    report("details of the next nine by order lines", [client.details(customer) for customer in others])
    report("details of the one with the most order lines", [client.details(first)])
    answers = [(client.ask(query), query) for query in queries]
    report(f"{len(queries)} random combinations", [taken for (taken, _), _ in answers])
    slow = sorted(answers, key=lambda answer: -answer[0][0])[:10]
    print(f"\n{sum(taken <= 200 for (taken, _), _ in answers) / len(answers):.1%} within 200 ms. The slowest:")
    for (taken, found), query in slow:
        print(f"{taken:.0f} ms: {len(found['items'])} rows of {found['total']:,}: {query}")


def main() -> None:
    with big_shop() as (shop, engine), served(shop) as address:
        measure(address, engine)


if __name__ == "__main__":
    main()
