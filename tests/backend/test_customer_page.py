"""A page of the list takes no longer than a person notices, and is the same whichever way it was found."""

import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, text

from backend import customer_page, outlook
from backend.customer_filters import Filters, Known
from tests.backend.conftest import client_of
from tests.backend.listing import Query, get, walk

HARD: list[Query] = [
    {"r_score": [1, 2], "min_probability": 0.2},
    {"m_score": [1], "country": ["Germany", "France"]},
    {"q": "18", "max_recency": 100},
]


@pytest.mark.parametrize("filters", HARD, ids=str)
@pytest.mark.parametrize("sort", ["-purchase_probability", "typical_gap_days", "-country", "-customer_id"])
def test_the_list_is_the_same_when_the_first_plan_took_too_long(
    client: FlaskClient, published_url: str, monkeypatch: pytest.MonkeyPatch, filters: Query, sort: str
) -> None:
    usual = walk(client, sort=sort, limit=40, **filters)
    monkeypatch.setattr(customer_page, "within_ms", lambda *_: None)
    with client_of(published_url) as other:
        assert walk(other, sort=sort, limit=40, **filters) == usual
        page = get(other, sort=sort, limit=1, **filters)
    assert page["total"] == len(usual) if page["total_is_exact"] else page["total"] < len(usual)
    known = "m_score" in filters or len(usual) <= 1
    assert page["total_is_exact"] == known, "counted from the cells, or all on one page, else not at all"


class Asked:
    """What is asked of the database within a limit, and the limit of each, by a clock of its own: a count takes
    `counting` seconds of it, however busy the machine is, and anything else takes none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, counting: float = 0) -> None:
        self.walks: list[int] = []
        self._within_ms, self._counting, self._now = customer_page.within_ms, counting, 100.0
        monkeypatch.setattr(customer_page, "within_ms", self._ask)
        monkeypatch.setattr(customer_page, "PATIENCE_MS", 60_000)
        monkeypatch.setattr(customer_page, "perf_counter", lambda: self._now)

    def _ask(self, connection: Connection, limit: int, query: str, parameters: Query) -> Any:
        if "order by" in query:
            self.walks.append(limit)
        else:
            self._now += self._counting
        return self._within_ms(connection, limit, query, parameters)


@pytest.mark.parametrize(("counting", "walked"), [(0, 5), (0.004, 5), (0.07, 70)])
def test_a_page_is_walked_to_for_as_long_as_all_that_match_took_to_count(
    published_url: str, monkeypatch: pytest.MonkeyPatch, counting: float, walked: int
) -> None:
    asked = Asked(monkeypatch, counting)
    with client_of(published_url) as other:
        get(other, min_monetary=123.45, limit=2)
    assert asked.walks == [walked]


def test_the_pages_of_one_question_are_counted_once(published_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(connection: Connection, filters: Filters, known: Known) -> customer_page.Total:
        counted.append(filters.question)
        return customer_page.count(connection, filters, known)

    monkeypatch.setattr(outlook, "count", counting)
    with client_of(published_url) as other:
        first = get(other, min_monetary=123.45, limit=3)
        second = get(other, min_monetary=123.45, limit=3, cursor=first["next_cursor"])
        assert len(counted) == 1
        assert (second["total"], second["total_is_exact"]) == (first["total"], first["total_is_exact"])
        others = get(other, min_monetary=456.78, limit=3)
        get(other, min_monetary=123.45, limit=3, sort="recency")
    assert others["total"] < first["total"]
    assert len(counted) == 3, "other filters and another order are questions of their own"


def test_a_page_names_the_queries_behind_it_though_they_were_asked_for_the_page_before(published_url: str) -> None:
    with client_of(published_url) as other:
        answers = [
            other.get("/api/customers/rfm", query_string={"min_monetary": 123.45, "limit": limit}) for limit in (2, 3)
        ]
    assert len({answer.headers["X-Query"] for answer in answers}) == 1
    assert "list_known" in answers[0].headers["X-Query"]


def test_the_few_that_match_are_not_walked_to(published_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    with client_of(published_url) as other:
        most = get(other, sort="-monetary", limit=3)["items"]
        page = get(other, min_monetary=most[-1]["monetary"], sort="recency", limit=500)
    assert {row["customer_id"] for row in page["items"]} >= {row["customer_id"] for row in most}
    assert asked.walks == []


def test_a_count_that_takes_too_long_is_told_as_a_floor(
    client: FlaskClient, published_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = sorted(row["monetary"] for row in walk(client))
    least = spent[len(spent) // 2]
    matching = sum(monetary >= least for monetary in spent)
    monkeypatch.setattr(customer_page, "within_ms", lambda *_: None)
    with client_of(published_url) as other:
        page = get(other, min_monetary=least, limit=1)
    assert (page["total_is_exact"], page["total"] <= matching) == (False, True)


def test_a_query_that_takes_too_long_leaves_the_connection_usable(engine: Engine) -> None:
    with engine.connect() as connection:
        limits = connection.execute(text("show statement_timeout")).scalar_one()
        assert customer_page.within_ms(connection, 30, "select pg_sleep(20)", {}) is None
        assert customer_page.within_ms(connection, 3000, "select 1 as one", {}) == [{"one": 1}]
        assert connection.execute(text("show statement_timeout")).scalar_one() == limits


def test_a_limit_that_falls_on_the_querys_very_end_harms_nothing(engine: Engine) -> None:
    """PostgreSQL may cancel the statement after the one that the limit was for."""
    with engine.connect() as connection:
        query = "select string_agg(md5(number::text), '') as digits from generate_series(1, 8000) as number"
        began = time.perf_counter()
        connection.execute(text(query))
        usual = round((time.perf_counter() - began) * 1000)
        for limit in [*range(max(1, usual - 5), usual + 10)] * 12:
            found = customer_page.within_ms(connection, limit, query, {})
            assert found is None or len(found[0]["digits"]) == 8000 * 32
