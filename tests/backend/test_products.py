"""Products, what goes together and what to offer next agree with the order lines."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import TypeAdapter

from backend.schemas.products import NextProducts, ProductDetails
from tests.backend.conftest import body, fetch, list_all
from tests.backend.listing import get, walk


@pytest.fixture(scope="module")
def bought_with(client: FlaskClient) -> Callable[[str], list[Any]]:
    """What is bought with a product; asked once for each, however many tests and customers come to it."""

    @cache
    def asked(stock_code: str) -> list[Any]:
        found: list[Any] = fetch(client, f"/api/products/{stock_code}/details")["bought_with"]
        return found

    return asked


@pytest.fixture(scope="module")
def everything(client: FlaskClient) -> list[Any]:
    return list_all(client, "/api/products")


def test_the_list_of_products_is_whole_and_in_order(client: FlaskClient, everything: list[Any]) -> None:
    first = fetch(client, "/api/products?limit=1")
    assert len({row["stock_code"] for row in everything}) == len(everything) == first["total"]
    assert sum(row["monetary"] for row in everything) == pytest.approx(first["total_monetary"])
    assert sum(row["monetary_share"] for row in everything) == pytest.approx(1)
    revenue = [row["monetary"] for row in everything]
    assert revenue == sorted(revenue, reverse=True)
    for sort in ("pieces", "offered_to"):
        page = fetch(client, f"/api/products?sort=-{sort}&limit=20")["items"]
        assert [row[sort] for row in page] == sorted((row[sort] for row in everything), reverse=True)[:20]
    months = fetch(client, "/api/overview")["months"]
    assert first["total_monetary"] == pytest.approx(sum(month["revenue"] for month in months))


def test_products_are_found_by_code_and_by_description(client: FlaskClient, everything: list[Any]) -> None:
    some = everything[3]
    word = some["description"].split()[0].lower()
    found = list_all(client, "/api/products", q=word)
    wanted = [row for row in everything if word in f"{row['stock_code']}\n{row['description'] or ''}".lower()]
    assert [row["stock_code"] for row in found] == [row["stock_code"] for row in wanted]
    assert some["stock_code"] in [row["stock_code"] for row in list_all(client, "/api/products", q=some["stock_code"])]
    assert list_all(client, "/api/products", q="%") == [row for row in everything if "%" in (row["description"] or "")]


def test_a_product_s_months_add_up_to_its_row(client: FlaskClient, everything: list[Any]) -> None:
    for row in (everything[0], everything[len(everything) // 2]):
        details = fetch(client, f"/api/products/{row['stock_code']}/details")
        TypeAdapter(ProductDetails).validate_python(details, extra="forbid")
        months = details["months"]
        assert sum(month["revenue"] for month in months) == pytest.approx(row["monetary"])
        assert sum(month["pieces"] for month in months) == row["pieces"]
        assert details["offered_to"] == row["offered_to"]
        assert [month["partial"] for month in months[:-1]] == [False] * (len(months) - 1)


def test_pairs_stand_once_and_follow_from_their_counts(
    client: FlaskClient, bought_with: Callable[[str], list[Any]]
) -> None:
    answer = fetch(client, "/api/products/affinity?limit=500")
    pairs = answer["items"]
    assert pairs
    assert len({frozenset((pair["stock_code"], pair["with_stock_code"])) for pair in pairs}) == len(pairs)
    assert [pair["lift"] for pair in pairs] == sorted((pair["lift"] for pair in pairs), reverse=True)
    for pair in pairs[:50]:
        assert pair["support"] == pytest.approx(pair["orders_together"] / answer["orders_looked_at"])
        other = bought_with(pair["with_stock_code"])
        back = [row for row in other if row["stock_code"] == pair["stock_code"]]
        assert not back or back[0]["confidence"] <= pair["confidence"]
        assert not back or back[0]["lift"] == pytest.approx(pair["lift"])


def test_what_is_offered_next_was_never_bought_and_has_its_reason(
    client: FlaskClient, bought_with: Callable[[str], list[Any]]
) -> None:
    seen = 0
    for row in walk(client, sort="-frequency", max_frequency=8)[:40]:
        answer = fetch(client, f"/api/customers/{row['customer_id']}/next-products")
        TypeAdapter(NextProducts).validate_python(answer, extra="forbid")
        details = fetch(client, f"/api/customers/{row['customer_id']}/details")
        bought = {line["stock_code"] for order in details["orders"] for line in order["lines"] if line["quantity"] > 0}
        assert bool(answer["items"]) is (answer["note"] is None)
        for place, item in enumerate(answer["items"], start=1):
            assert item["place"] == place
            assert item["stock_code"] not in bought
            assert item["because_of"] in bought
            confidence = {row["stock_code"]: row["confidence"] for row in bought_with(item["because_of"])}
            assert confidence[item["stock_code"]] == pytest.approx(item["confidence"])
            seen += 1
    assert seen > 20


def test_cohorts_hold_everybody_and_all_that_they_spent(client: FlaskClient) -> None:
    cohorts = fetch(client, "/api/cohorts")
    overview = fetch(client, "/api/overview")
    firsts = {row["cohort"]: row for row in cohorts["items"] if row["months_since"] == 0}
    assert cohorts["note"] is None
    assert {day: row["size"] for day, row in firsts.items()} == {
        month["month"]: month["new_customers"] for month in overview["months"] if month["new_customers"]
    }
    assert all(row["customers"] == row["size"] for row in firsts.values())
    spent = sum(row["monetary"] for row in fetch(client, "/api/customers/segments")["items"])
    assert sum(row["revenue"] for row in cohorts["items"]) == pytest.approx(spent)
    for row in cohorts["items"]:
        assert row["share"] == pytest.approx(row["customers"] / row["size"])
    assert [row["partial"] for row in cohorts["items"]].count(True) in (0, len(firsts))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/products/no-such-code/details", 404),
        ("/api/products/%00/details", 404),
        ("/api/customers/nobody/next-products", 404),
        ("/api/customers/%00/next-products", 404),
        ("/api/products?sort=monetary;drop table products", 422),
        ("/api/products?q=%00", 422),
        ("/api/products?cursor=abc", 422),
        ("/api/products/affinity?sort=lift", 422),
        ("/api/products/affinity?limit=0", 422),
        ("/api/cohorts?month=1", 422),
    ],
)
def test_what_is_not_there_or_not_allowed_is_said(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_a_cursor_of_another_order_is_refused(client: FlaskClient) -> None:
    cursor = fetch(client, "/api/products?limit=5")["next_cursor"]
    answer = client.get(f"/api/products?limit=5&sort=-pieces&cursor={cursor}")
    assert (answer.status_code, body(answer)["errors"][0]["parameter"]) == (422, "cursor")


def test_a_customer_of_the_list_can_be_asked_for(client: FlaskClient) -> None:
    row = get(client, limit=1)["items"][0]
    assert fetch(client, f"/api/customers/{row['customer_id']}/next-products")["customer_id"] == row["customer_id"]
