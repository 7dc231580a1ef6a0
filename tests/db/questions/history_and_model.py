"""Queries of the history, the model and the run on a few rows each."""

from datetime import date
from typing import Any

from tests.db.questions.question import Question, Row


def order(customer: str, moment: str, **others: Any) -> Row:
    """At noon of a day of 2011."""
    values = {"customer_id": customer, "invoice_no": f"{customer}/{moment}", "ordered_at": f"2011-{moment} 12:00:00"}
    return {**values, "is_order": True, "products": 2, **others}


def line(customer: str, invoice: str, code: str) -> Row:
    """One piece of a product."""
    return {"customer_id": customer, "invoice_no": invoice, "stock_code": code, "quantity": 1, "is_charge": False}


QUESTIONS = {
    "a shop's home is where orders went, not what came back": Question(
        "ml/sql/home_country",
        {
            "orders": [
                order("1", "01-05", country="France"),
                order("1", "01-06", country="Spain", is_order=False),
                order("2", "01-05", country="Spain", is_order=False),
                order("3", "01-05", country="Spain", is_order=False),
                order("4", "03-05", country="Italy"),
                order("5", "03-01", country="Italy", ordered_at="2011-03-01 00:00:00"),
                order("6", "03-01", country="Italy", ordered_at="2011-03-01 00:00:00"),
                order("7", "03-05", country="Italy"),
            ]
        },
        [("France",)],
        {"cutoff": "2011-03-01"},
        {"{orders}": "orders"},
    ),
    "a customer counts for the country of the last order, of several at once that of the last number": Question(
        "ml/sql/home_country",
        {
            "orders": [
                order("1", "01-05", country="Austria"),
                order("1", "01-06", country="France"),
                order("2", "01-05", country="Austria", invoice_no="1"),
                order("2", "01-05", country="France", invoice_no="2"),
                order("3", "01-05", country="Austria"),
            ]
        },
        [("France",)],
        {"cutoff": "2011-03-01"},
        {"{orders}": "orders"},
    ),
    "gains are those of the ranking chosen in the run asked for": Question(
        "backend/sql/campaign_gains",
        {
            "campaign_gains": [
                {"run_id": 1, "chosen": True, "cutoff": "2011-01-01", "ranking": "other run"},
                {"run_id": 2, "chosen": False, "cutoff": "2011-01-01", "ranking": "not chosen"},
                {"run_id": 2, "chosen": True, "cutoff": "2011-02-01", "ranking": "later"},
                {"run_id": 2, "chosen": True, "cutoff": "2011-01-01", "ranking": "earlier"},
            ]
        },
        [("earlier",), ("later",)],
        {"run_id": 2},
        columns=("ranking",),
    ),
    "products are bought together in orders alone": Question(
        "etl/sql/history/baskets",
        {
            "orders": [
                order("1", "01-05"),
                order("2", "01-05", is_order=False),
                order("3", "01-05", products=1),
                order("4", "01-05", products=101),
            ],
            "transactions": [
                *(
                    {**line(customer, f"{customer}/01-05", code), **others}
                    for customer in "1234"
                    for code, others in (
                        ("A", {}),
                        ("B", {"quantity": 2}),
                        ("B", {}),
                        ("C", {"quantity": 0}),
                        ("POST", {"is_charge": True}),
                        ("ORDER", {}),
                    )
                ),
                line("1", "other invoice", "D"),
                line("other customer", "1/01-05", "E"),
            ],
        },
        [(1, "A"), (1, "B")],
        {"most": 10},
        reading="select basket, stock_code from baskets order by basket, stock_code",
    ),
    "a run's totals leave out who has only returned": Question(
        "etl/sql/run_totals",
        {},
        [(3, 2, 10, 8)],
        places={"{totals}": "(values (2, 9, 7), (1, 1, 1), (0, 0, -5)) as totals (orders, gross, net)"},
    ),
    "customers come together in the month of their first order, and stay there": Question(
        "etl/sql/history/cohorts",
        {
            "orders": [
                order("1", "01-20", is_order=False, net=-1),
                order("1", "02-10", net=10),
                order("1", "04-05", net=20),
                order("2", "02-20", net=5),
                order("3", "03-01", net=7),
                order("3", "04-02", is_order=False, net=-2),
            ],
            "sales_by_day": [{"day": "2011-01-20"}, {"day": "2011-04-30"}],
        },
        [
            (date(2011, 2, 1), 0, 2, 2, 1.0, 14, False),
            (date(2011, 2, 1), 1, 2, 0, 0.0, 0, False),
            (date(2011, 2, 1), 2, 2, 1, 0.5, 20, False),
            (date(2011, 3, 1), 0, 1, 1, 1.0, 7, False),
            (date(2011, 3, 1), 1, 1, 0, 0.0, -2, False),
        ],
        in_any_order=True,
    ),
    "the newest month is not over before its last day": Question(
        "etl/sql/history/cohorts",
        {
            "orders": [order("1", "12-10", net=10)],
            "sales_by_day": [{"day": "2011-12-10"}, {"day": "2012-02-28"}],
        },
        [(0, 10, False), (1, 0, False), (2, 0, True)],
        columns=("months_since", "revenue", "partial"),
        in_any_order=True,
    ),
    "a month end holds until a later load changes what was before it": Question(
        "etl/sql/history/current_month_ends",
        {
            "month_ends": [
                {"as_of": "2011-05-01", "made_by": "today's way", "load_id": 3},
                {"as_of": "2011-02-01", "made_by": "today's way", "load_id": 1},
                {"as_of": "2011-03-01", "made_by": "today's way", "load_id": 1},
                {"as_of": "2011-04-01", "made_by": "today's way", "load_id": 1},
                {"as_of": "2011-06-01", "made_by": "another way", "load_id": 3},
            ],
            "loads": [
                {"load_id": 1, "mode": "replace-all", "changed_from": "2010-12-01"},
                {"load_id": 2, "mode": "replace-all", "changed_from": None},
                {"load_id": 3, "mode": "append", "changed_from": "2011-03-01"},
                {"load_id": 4, "mode": "replace-all", "changed_from": "2010-12-01"},
            ],
        },
        [(date(2011, 2, 1),), (date(2011, 3, 1),), (date(2011, 5, 1),)],
        {"made_by": "today's way", "load_id": 3},
    ),
    "no month end holds when all lines are replaced, whatever day changes first": Question(
        "etl/sql/history/current_month_ends",
        {
            "month_ends": [{"as_of": "2011-02-01", "made_by": "today's way", "load_id": 1}],
            "loads": [{"load_id": 2, "mode": "replace-all", "changed_from": "2011-06-01"}],
        },
        [],
        {"made_by": "today's way", "load_id": 2},
    ),
    "what stands is the newest load of the published run, and the days with sales": Question(
        "etl/sql/history/standing",
        {
            "published": [{"run_id": 1}],
            "runs": [{"run_id": 1, "inputs": {"loads": [7, 3]}}, {"run_id": 2, "inputs": {"loads": [8]}}],
            "sales_by_day": [{"day": "2011-02-02"}, {"day": "2011-02-01"}, {"day": "2011-02-03"}],
        },
        [(7, date(2011, 2, 1), date(2011, 2, 3))],
    ),
}
