"""Queries of the list of customers and of their countries on a few rows each."""

from typing import Any

from tests.db.questions.question import Question, Row


def listed(customer: str, country: str = "France", monetary: int = 0, run: int = 1) -> Row:
    return {"run_id": run, "customer_id": customer, "country": country, "monetary": monetary}


def cell(run: int, country: str | None, customers: int) -> Row:
    return {"run_id": run, "country": country, "customers": customers}


# As the list asks: a run's rows that match the filters, and of them those after the last row seen.
OF_FRANCE: dict[str, Any] = {"run_id": 1, "country": ["France"]}
MATCHING = "run_id = :run_id and country = any(:country)"
ONE_RUN = "country = any(:country)"
UNDER_FIFTY = "monetary < 50"

QUESTIONS = {
    "a page has the matching customers after the last one seen, and no more than fit": Question(
        "backend/sql/customers",
        {
            "customer_list": [
                listed("e"),
                listed("a"),
                listed("b", "Spain"),
                listed("c"),
                listed("d", run=2),
                listed("f"),
            ]
        },
        [("c",), ("e",)],
        {**OF_FRANCE, "after_id": "a", "size": 2},
        {"{matching}": MATCHING, "{part}": "customer_id > :after_id", "{list_order}": "customer_id"},
        columns=("customer_id",),
    ),
    "customers are counted who match the filters and stand in the stretch": Question(
        "backend/sql/customers_counted",
        {"customer_list": [listed("a"), listed("b"), listed("c", "Spain"), listed("d", "France", 60)]},
        [(2,)],
        OF_FRANCE,
        {"{list}": "customer_list", "{matching}": ONE_RUN, "{part}": UNDER_FIFTY},
    ),
    "customers who match the filters are counted": Question(
        "backend/sql/customers_matching",
        {"customer_list": [listed("a"), listed("b"), listed("c", "Spain"), listed("d", run=2)]},
        [(2,)],
        {**OF_FRANCE, "most": 3},
        {"{matching}": MATCHING},
    ),
    "customers who match the filters are counted no further than asked": Question(
        "backend/sql/customers_matching",
        {"customer_list": [listed("a"), listed("b"), listed("c")]},
        [(2,)],
        {**OF_FRANCE, "most": 2},
        {"{matching}": MATCHING},
    ),
    "after one matching customer comes the next one, with the value that the list is sorted by": Question(
        "backend/sql/customer_place",
        {
            "customer_list": [
                listed("dearest", "France", 60),
                listed("first", "France", 40),
                listed("of Spain", "Spain", 35),
                listed("second", "France", 30),
                listed("third", "France", 20),
            ]
        },
        [("second", 30)],
        {**OF_FRANCE, "passed": 1},
        {
            "{list}": "customer_list",
            "{matching}": ONE_RUN,
            "{part}": UNDER_FIFTY,
            "{measure}": "monetary",
            "{list_order}": "monetary desc, customer_id desc",
        },
    ),
    "there is no customer after all that match": Question(
        "backend/sql/customer_place",
        {"customer_list": [listed("only"), listed("of Spain", "Spain")]},
        [],
        {**OF_FRANCE, "passed": 1},
        {
            "{list}": "customer_list",
            "{matching}": ONE_RUN,
            "{part}": "true",
            "{measure}": "monetary",
            "{list_order}": "monetary, customer_id",
        },
    ),
    "the country with the most customers of the run stands first": Question(
        "backend/sql/countries",
        {
            "list_cells": [
                cell(1, "Austria", 1),
                cell(1, "France", 2),
                cell(1, "Spain", 4),
                cell(1, "France", 3),
                cell(1, None, 4),
                cell(2, "Austria", 10),
            ]
        },
        [("France", 5), ("Spain", 4), (None, 4), ("Austria", 1)],
        {"run_id": 1},
    ),
    "a country of the run is found by a part of its name, however it is written": Question(
        "backend/sql/countries_like",
        {
            "list_cells": [
                cell(1, "France", 1),
                cell(1, "France", 2),
                cell(1, "Spain", 1),
                cell(1, None, 1),
                cell(2, "Japan", 1),
            ]
        },
        [("France",)],
        {"run_id": 1, "pattern": "%AN%"},
    ),
}
