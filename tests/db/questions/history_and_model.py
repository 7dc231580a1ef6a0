"""Queries of the history, the model and the run on a few rows each."""

from typing import Any

from tests.db.questions.question import Question, Row


def order(customer: str, moment: str, **others: Any) -> Row:
    """At noon of a day of 2011."""
    values = {"customer_id": customer, "invoice_no": f"{customer}/{moment}", "ordered_at": f"2011-{moment} 12:00:00"}
    return {**values, "is_order": True, "products": 2, **others}


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
                order("5", "03-05", country="Italy"),
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
                {
                    "customer_id": customer,
                    "invoice_no": f"{customer}/01-05",
                    "stock_code": code,
                    "quantity": quantity,
                    "is_charge": charge,
                }
                for customer in "1234"
                for code, quantity, charge in (
                    ("A", 1, False),
                    ("B", 2, False),
                    ("B", 1, False),
                    ("C", 0, False),
                    ("POST", 1, True),
                    ("ORDER", 1, False),
                )
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
}
