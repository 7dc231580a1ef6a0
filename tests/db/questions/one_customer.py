"""Queries of one customer's page on a few rows each."""

from datetime import date
from typing import Any

from tests.db.questions.question import Question, Row


def cell(run: int, customers: int, predicted: int, buyers: float | None) -> Row:
    return {"run_id": run, "customers": customers, "predicted": predicted, "expected_buyers": buyers}


def listed(run: int, customer: str, *before: int) -> Row:
    """With so many customers before this one: in recency, frequency, spend, and after them in spend and likelihood."""
    names = ("less_recent", "less_frequent", "less_spent", "more_spent", "likelier")
    return {"run_id": run, "customer_id": customer, **dict(zip(names, before, strict=True))}


def predicted(run: int, customer: str, low: int) -> Row:
    return {"run_id": run, "customer_id": customer, "expected_value_low": low}


def model(number: int, days: int) -> Row:
    return {"model_id": number, "card": {"horizon_days": days}}


def order(customer: str, invoice: str, day: str, hour: str = "12:00") -> Row:
    """Placed in 2011."""
    return {"customer_id": customer, "invoice_no": invoice, "ordered_at": f"2011-{day} {hour}"}


def line(customer: str, invoice: str, code: str, amount: int = 1, **others: Any) -> Row:
    """Bought at noon of the fifth of January 2011, unless it says otherwise."""
    values = {"customer_id": customer, "invoice_no": invoice, "stock_code": code, "amount": amount, "quantity": 1}
    return {**values, "invoice_date": "2011-01-05 12:00:00", "is_charge": False, **others}


def shown(code: str, amount: int) -> Row:
    """A line as the page has it."""
    return {
        "stock_code": code,
        "description": None,
        "quantity": 1,
        "unit_price": None,
        "amount": amount,
        "is_charge": False,
    }


PLACES = (
    "recency_percentile",
    "frequency_percentile",
    "monetary_percentile",
    "monetary_rank",
    "probability_rank",
    "mean_probability",
    "horizon_days",
    "customers",
    "expected_value_low",
)
AT_THE_BORDER: Row = {"invoice_date": "2011-02-01 00:00:00"}
BEFORE_FEBRUARY = {"customer_id": "1", "as_of": "2011-02-01"}

QUESTIONS = {
    "a customer's places are those among all of the same run": Question(
        "backend/sql/customer",
        {
            "list_cells": [cell(1, 3, 2, 1.0), cell(1, 2, 2, 1.0), cell(2, 11, 10, 9.0)],
            "customer_list": [
                listed(1, "1", 1, 2, 3, 1, 0),
                listed(1, "2", 0, 0, 0, 4, 3),
                listed(2, "1", 9, 9, 9, 1, 1),
            ],
            "runs": [{"run_id": 1, "model_id": 7}, {"run_id": 2, "model_id": 8}],
            "models": [model(7, 30), model(8, 90)],
            "predictions": [predicted(1, "1", 5), predicted(1, "2", 6), predicted(2, "1", 7)],
        },
        [(0.25, 0.5, 0.75, 2, 1, 0.5, 30, 5, 5)],
        {"run_id": 1, "customer_id": "1"},
        columns=PLACES,
    ),
    "the only customer is better than nobody, and needs no model": Question(
        "backend/sql/customer",
        {
            "list_cells": [cell(1, 1, 0, None)],
            "customer_list": [listed(1, "1", 0, 0, 0, 0, 0)],
            "runs": [{"run_id": 1}],
            "models": [],
            "predictions": [],
        },
        [(0, 0, 0, 1, 1, None, None, 1, None)],
        {"run_id": 1, "customer_id": "1"},
        columns=PLACES,
    ),
    "the newest orders come with their own lines, the dearest first": Question(
        "backend/sql/customer_orders",
        {
            "orders": [
                order("1", "A", "01-05"),
                order("1", "D", "01-05"),
                order("1", "B", "01-06"),
                order("1", "C", "01-06"),
                order("1", "TOO LATE", "02-01", "00:00"),
                order("2", "OF ANOTHER", "01-07"),
            ],
            "transactions": [
                line("1", "C", "CHEAP", 1),
                line("1", "C", "DEAR", 9),
                line("2", "C", "OF ANOTHER", 5),
                line("1", "B", "ONE", 2),
            ],
        },
        [("C", [shown("DEAR", 9), shown("CHEAP", 1)], "text"), ("B", [shown("ONE", 2)], "text"), ("D", None, "text")],
        {**BEFORE_FEBRUARY, "limit": 3},
        reading="select invoice_no, cast(lines as jsonb), cast(pg_typeof(lines) as text) from ({query}) as shown",
    ),
    "a customer's products are those that brought the most money before the moment looked from": Question(
        "backend/sql/customer_products",
        {
            "products": [{"stock_code": "DEAR", "description": "a clock"}],
            "transactions": [
                line("1", "A", "CHEAP", 2),
                line("1", "A", "DEAR", 9),
                line("1", "B", "DEAR", 9, quantity=2),
                line("1", "C", "DEAR", -9, quantity=-1),
                line("1", "D", "DEAR", 0, quantity=0),
                line("1", "E", "DEAR", 9, **AT_THE_BORDER),
                line("1", "A", "POST", 20, is_charge=True),
                line("2", "F", "DEAR", 9),
            ],
        },
        [("DEAR", "a clock", 2, 2, 9), ("CHEAP", None, 1, 1, 2)],
        BEFORE_FEBRUARY,
    ),
    "ten products are shown": Question(
        "backend/sql/customer_products",
        {"products": [], "transactions": [line("1", "A", f"P{number}", number) for number in range(10, 22)]},
        [(f"P{number}",) for number in range(21, 11, -1)],
        BEFORE_FEBRUARY,
        columns=("stock_code",),
    ),
    "a profile counts the customer's own orders and products before the moment looked from": Question(
        "backend/sql/customer_profile",
        {
            "customers": [
                {"customer_id": "1", "countries": ["France", "Spain"]},
                {"customer_id": "2", "countries": ["Italy"]},
            ],
            "orders": [
                order("1", "A", "01-05"),
                order("1", "B", "01-06"),
                order("1", "TOO LATE", "02-01", "00:00"),
                order("2", "C", "01-05"),
            ],
            "transactions": [
                line("1", "A", "ONE"),
                line("1", "B", "ONE"),
                line("1", "B", "TWO"),
                line("1", "B", "THREE"),
                line("1", "A", "POST", is_charge=True),
                line("1", "TOO LATE", "LATER", **AT_THE_BORDER),
                line("2", "C", "OF ANOTHER"),
            ],
        },
        [(["France", "Spain"], 2, 3)],
        BEFORE_FEBRUARY,
    ),
    "a customer's segments are those of the month ends before the run, and the run's own": Question(
        "backend/sql/customer_segments",
        {
            "history_scores": [
                {"as_of": "2011-01-01", "customer_id": "1", "segment": "Loyal"},
                {"as_of": "2010-12-01", "customer_id": "1", "segment": "New"},
                {"as_of": "2011-02-01", "customer_id": "1", "segment": "At its place stands the run"},
                {"as_of": "2011-01-01", "customer_id": "2", "segment": "Of another"},
            ],
            "rfm_scores": [
                {"run_id": 1, "customer_id": "1", "segment": "Lost"},
                {"run_id": 2, "customer_id": "1", "segment": "Of another run"},
                {"run_id": 1, "customer_id": "2", "segment": "Of another"},
            ],
        },
        [(date(2010, 12, 1), "New"), (date(2011, 1, 1), "Loyal"), (date(2011, 2, 1), "Lost")],
        {**BEFORE_FEBRUARY, "run_id": 1},
    ),
    "who never bought has a profile without anything": Question(
        "backend/sql/customer_profile",
        {"customers": [], "orders": [], "transactions": []},
        [([], 0, 0)],
        BEFORE_FEBRUARY,
    ),
}
