"""The list: filters mean what they say, pages neither skip nor repeat, and the CSV is the list."""

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from backend import customer_page, customer_place
from backend.customer_list import COLUMNS, encode_cursor
from tests.backend.conftest import FETCH, body, fetch
from tests.backend.listing import Query, get, walk


def cell_of(row: dict[str, Any]) -> tuple[int, int]:
    return row["r_score"], -(-(row["f_score"] + row["m_score"]) // 2)


def test_without_filters_everybody_is_in_the_list(client: FlaskClient) -> None:
    page = get(client)
    everybody = fetch(client, "/api/runs/current")["customers"]
    assert (page["total"], page["total_is_exact"]) == (everybody, True)
    assert len(page["items"]) == 50
    assert [row["monetary"] for row in page["items"]] == sorted((r["monetary"] for r in page["items"]), reverse=True)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("direction", ["", "-"])
def test_pages_neither_skip_nor_repeat_in_any_order(client: FlaskClient, column: str, direction: str) -> None:
    rows = walk(client, limit=173, sort=f"{direction}{column}", segment=["Champions", "New Customers", "Lost"])
    total = get(client, segment=["Champions", "New Customers", "Lost"])["total"]
    assert len(rows) == len({row["customer_id"] for row in rows}) == total
    values = [row[column] for row in rows]
    present = [value for value in values if value is not None]
    assert values == [*present, *[None] * (len(values) - len(present))], "what is not known comes last"
    if column not in ("country", "segment", "customer_id"):
        assert present == sorted(present, reverse=direction == "-")


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"segment": ["Lost", "At Risk"]}, lambda row: row["segment"] in ("Lost", "At Risk")),
        ({"r_score": [5], "f_score": [4, 5]}, lambda row: row["r_score"] == 5 and row["f_score"] >= 4),
        ({"m_score": 1}, lambda row: row["m_score"] == 1),
        ({"fm_score": 3}, lambda row: -(-(row["f_score"] + row["m_score"]) // 2) == 3),
        (
            {"cell": ["5-5", "2-1", "1-3"]},
            lambda row: row["segment"] != "New Customers" and cell_of(row) in ((5, 5), (2, 1), (1, 3)),
        ),
        ({"cell": "4-2"}, lambda row: row["segment"] == "Promising" and cell_of(row) == (4, 2)),
        ({"min_monetary": 500, "max_monetary": 600}, lambda row: 500 <= row["monetary"] <= 600),
        ({"min_recency": 30, "max_recency": 60}, lambda row: 30 <= row["recency"] <= 60),
        ({"min_frequency": 3, "max_frequency": 3}, lambda row: row["frequency"] == 3),
        ({"min_probability": 0.5}, lambda row: row["purchase_probability"] >= 0.5),
        ({"max_probability": 0.1}, lambda row: row["purchase_probability"] <= 0.1),
        ({"country": ["France", "Germany"]}, lambda row: row["country"] in ("France", "Germany")),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_filter_keeps_exactly_those_it_names(client: FlaskClient, query: Query, holds: Any) -> None:
    everybody = walk(client)
    expected = {row["customer_id"] for row in everybody if holds(row)}
    rows = walk(client, **query)
    assert {row["customer_id"] for row in rows} == expected
    assert get(client, **query)["total"] == len(expected)
    assert 0 < len(expected) < len(everybody)


def test_the_lists_of_all_cells_are_the_grid_with_its_counts_and_spend(client: FlaskClient) -> None:
    grid = fetch(client, "/api/overview")["grid"]
    for cell in grid:
        rows = walk(client, cell=f"{cell['r']}-{cell['fm']}")
        assert len(rows) == cell["customers"]
        assert sum(row["monetary"] for row in rows) == pytest.approx(cell["monetary"])
    whole = get(client, cell=[f"{cell['r']}-{cell['fm']}" for cell in grid])
    assert (whole["total"], whole["total_is_exact"]) == (sum(cell["customers"] for cell in grid), True)


def test_text_finds_the_beginning_of_an_id_and_part_of_a_country(client: FlaskClient) -> None:
    some = get(client)["items"][0]["customer_id"]
    assert some in {row["customer_id"] for row in walk(client, q=some[:3])}
    assert all(row["customer_id"].startswith(some[:3]) for row in walk(client, q=some[:3]))
    assert {row["country"] for row in walk(client, q="fran")} == {"France"}
    assert get(client, q="%")["total"] == 0, "a percent sign is a letter, no pattern"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("r_score=6", "r_score"),
        ("cell=6-1", "cell"),
        ("cell=54", "cell"),
        ("min_monetary=NaN", "min_monetary"),
        ("min_monetary=abc", "min_monetary"),
        ("min_probability=1.5", "min_probability"),
        ("sort=monetary;drop table runs", "sort"),
        ("sort=password", "sort"),
        ("cursor=nonsense", "cursor"),
        ("cursor=W10", "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/api/customers/rfm?{query}")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [error["parameter"].split(".")[0] for error in body(answer)["errors"]] == [parameter]
    assert body(answer)["request_id"]


def test_a_cursor_of_a_run_that_is_gone_is_told_so(client: FlaskClient) -> None:
    answer = client.get(f"/api/customers/rfm?cursor={encode_cursor(999_999, '-monetary', 1.0, '1')}")
    assert answer.status_code == 410


FILTERS: list[Query] = [
    {},
    {"segment": ["Champions", "At Risk"], "min_monetary": 1000},
    {"country": "France"},
    {"r_score": [1, 2], "max_frequency": 1},
    {"segment": "No such segment"},
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_csv_has_exactly_the_rows_of_the_list(client: FlaskClient, filters: Query) -> None:
    columns = ["customer_id", "segment", "recency", "frequency", "monetary", "purchase_probability"]
    body = {"filters": filters, "columns": columns, "sort": "recency"}
    answer = client.post("/api/export/customers", json=body, headers=FETCH)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    reader = csv.reader(io.StringIO(answer.text))
    assert next(reader) == columns
    exported = list(reader)
    listed = walk(client, sort="recency", **filters)
    assert len(exported) == get(client, **filters)["total"]
    assert [row[0] for row in exported] == [row["customer_id"] for row in listed]
    assert [float(row[4]) for row in exported] == [row["monetary"] for row in listed]


def test_an_export_without_a_body_is_everybody_with_every_column(client: FlaskClient) -> None:
    answer = client.post("/api/export/customers", headers=FETCH)
    lines = answer.text.splitlines()
    assert lines[0].split(",") == list(COLUMNS)
    assert len(lines) - 1 == fetch(client, "/api/runs/current")["customers"]


def test_an_export_begins_with_a_byte_order_mark_when_asked(client: FlaskClient) -> None:
    body = {"filters": {"country": "France"}, "byte_order_mark": True}
    assert client.post("/api/export/customers", json=body, headers=FETCH).data.startswith(b"\xef\xbb\xbfcustomer_id,")


@pytest.mark.parametrize(
    "body",
    [
        {"columns": ["password"]},
        {"columns": ["monetary", "monetary"]},
        {"filters": {"colour": "red"}},
        {"sort": "colour"},
        [],
    ],
    ids=str,
)
def test_a_wrong_export_is_refused(client: FlaskClient, body: Any) -> None:
    answer = client.post("/api/export/customers", json=body, headers=FETCH)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_a_body_that_is_not_json_is_refused(client: FlaskClient) -> None:
    plain = client.post("/api/export/customers", data='{"filters": {}}', content_type="text/plain", headers=FETCH)
    assert plain.status_code == 415
    broken = client.post("/api/export/customers", data="{", content_type="application/json", headers=FETCH)
    assert broken.status_code == 400


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("direction", ["", "-"])
def test_the_list_is_walked_back_as_it_was_walked_down(client: FlaskClient, column: str, direction: str) -> None:
    query: Query = {"sort": f"{direction}{column}", "segment": ["Champions", "Lost"]}
    wanted = [row["customer_id"] for row in walk(client, **query)]
    page = get(client, from_row=len(wanted) - 4, limit=10, **query)
    found = [row["customer_id"] for row in page["items"]]
    assert found == wanted[-5:]
    assert (page["first_row"], page["next_cursor"]) == (len(wanted) - 4, None)
    while page["previous_cursor"]:
        page = get(client, cursor=page["previous_cursor"], limit=173, **query)
        found = [row["customer_id"] for row in page["items"]] + found
    assert found == wanted


@pytest.mark.parametrize("query", [{}, {"segment": "Champions"}, {"sort": "country"}, {"sort": "typical_gap_days"}])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_row_is_found_from_either_end(client: FlaskClient, query: Query, share: float) -> None:
    wanted = walk(client, **query)
    row = 1 + int(share * (len(wanted) - 1))
    page = get(client, from_row=row, limit=3, **query)
    assert page["items"] == wanted[row - 1 : row + 2]
    assert (page["first_row"], page["total"]) == (row, len(wanted))
    assert (page["previous_cursor"] is None) == (row == 1)


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("-monetary", "500"),
        ("monetary", "500.5"),
        ("-recency", "30.5"),
        ("recency", "30.5"),
        ("-last_order_at", "{day}"),
        ("last_order_at", "{day}"),
        ("-last_order_at", "{day}T12:00:00"),
        ("country", "France"),
        ("-purchase_probability", "0.5"),
        ("typical_gap_days", "30"),
        ("customer_id", "15"),
        ("-r_score", "99999"),
        ("-frequency", "-1e300"),
    ],
)
def test_a_value_begins_where_the_sorted_list_reaches_it(client: FlaskClient, sort: str, value: str) -> None:
    everybody = walk(client, sort=sort)
    column, descending = sort.removeprefix("-"), sort.startswith("-")
    value = value.format(day=everybody[len(everybody) // 2]["last_order_at"][:10])

    def reached(own: Any) -> bool:
        if own is None:
            return True
        if column in ("country", "customer_id"):
            return bool(own >= value)
        if column == "last_order_at":
            return bool(own[: len(value)] <= value if descending else own[: len(value)] >= value)
        return bool(own <= float(value) if descending else own >= float(value))

    above = [row for row in everybody if not reached(row[column])]
    page = get(client, sort=sort, from_value=value, limit=5)
    assert page["items"] == everybody[len(above) : len(above) + 5]
    assert page["first_row"] == len(above) + 1
    assert page["total"] == len(everybody)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("from_row=0", "from_row"),
        ("from_row=1999999999", "from_row: the list ends at row"),
        ("from_row=1999999999&sort=country", "from_row: the list ends at row"),
        ("from_value=much", "from_value: the list is sorted by monetary; write a number."),
        ("from_value=nan", "from_value: the list is sorted by monetary; write a number."),
        ("from_value=soon&sort=last_order_at", "from_value: the list is sorted by last_order_at; write a date such as"),
        ("from_value=1&from_row=2", "from_row: not together with from_value"),
        ("cursor=abc&from_value=1", "from_value: not together with cursor"),
    ],
)
def test_a_place_that_is_none_is_told_so(client: FlaskClient, query: str, detail: str) -> None:
    answer = client.get(f"/api/customers/rfm?{query}")
    assert answer.status_code == 422
    assert detail in body(answer)["detail"]
    # The list of errors names the parameter apart, the detail in its sentence: neither says it twice.
    [error] = body(answer)["errors"]
    assert body(answer)["detail"] == f"{error['parameter']}: {error['message']}"


def test_all_that_match_are_counted_when_asked(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_page, "COUNTED_UP_TO", 10)
    query = "min_monetary=123.45"
    assert not get(client, min_monetary=123.45)["total_is_exact"]
    assert fetch(client, f"/api/customers/count?{query}")["total"] == len(walk(client, min_monetary=123.45))


def test_a_count_and_a_row_that_take_too_long_are_given_up_with_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(connection: Connection, limit: int, query: str, parameters: Query) -> Any:
        return customer_page.within_ms(connection, 30, "select pg_sleep(20)", {})

    last = get(client)["total"]  # which is looked for from the end
    monkeypatch.setattr(customer_place, "within_ms", slow)
    for question, sentence in (
        ("count?min_monetary=123.46", "Counting took longer than 10 seconds and was given up. Narrow the filters."),
        ("rfm?from_row=34", "Row 34 was not reached within 3 seconds. Jump to a value, or narrow the filters."),
        (
            f"rfm?from_row={last}",
            f"Row {last:,} was not reached within 3 seconds. Jump to a value, or narrow the filters.",
        ),
    ):
        answer = client.get(f"/api/customers/{question}")
        assert (answer.status_code, body(answer)["detail"]) == (503, sentence)
    page = get(client, from_value=123.46)
    assert page["first_row"] is None, "the list itself does not wait for the number of its row"
    assert page["items"]


@pytest.mark.parametrize("sort", ["-monetary", "country", "-typical_gap_days", "customer_id", "frequency"])
def test_everybody_stands_between_their_neighbours(client: FlaskClient, sort: str) -> None:
    ids = [row["customer_id"] for row in walk(client, sort=sort, segment="Champions")]
    for place in (0, 1, len(ids) // 2, len(ids) - 1):
        beside = fetch(client, f"/api/customers/{ids[place]}/neighbours?sort={sort}&segment=Champions")
        assert beside["row"] == place + 1
        assert beside["previous"] == (ids[place - 1] if place else None)
        assert beside["next"] == (ids[place + 1] if place + 1 < len(ids) else None)


def test_who_is_not_in_the_list_has_neighbours_but_no_row(client: FlaskClient) -> None:
    lost = get(client, segment="Lost", limit=1)["items"][0]
    beside = fetch(client, f"/api/customers/{lost['customer_id']}/neighbours?segment=Champions")
    champions = walk(client, segment="Champions")
    richer = [row["customer_id"] for row in champions if row["monetary"] > lost["monetary"]]
    poorer = [row["customer_id"] for row in champions if row["monetary"] < lost["monetary"]]
    assert beside["row"] is None
    assert (beside["previous"], beside["next"]) == (richer[-1] if richer else None, poorer[0] if poorer else None)
    assert client.get("/api/customers/nobody/neighbours").status_code == 404
