"""What is held about one customer, asked on a few rows."""

from datetime import date
from typing import Any

from tests.db.questions.question import Question, Row


def of(customer: str, **others: Any) -> Row:
    return {"customer_id": customer, **others}


def line(customer: str, moment: str, invoice: str, code: str, **others: Any) -> Row:
    """An order line at a moment of 2011."""
    values = {"invoice_date": f"2011-{moment}", "invoice_no": invoice, "stock_code": code, "line_ordinal": 1}
    return of(customer, **{**values, "load_id": 1, "quantity": 1, **others})


def refused(customer: str, load: int, file: int, number: int) -> Row:
    return of(customer, load_id=load, file_number=file, line_number=number)


CUSTOMER_1 = {"customer_id": "1"}

QUESTIONS = {
    "a customer's data have the customer alone": Question(
        "db/sql/customer_data/customer",
        {"customers": [of("2"), of("1", orders=3)]},
        [("1", 3)],
        CUSTOMER_1,
        columns=("customer_id", "orders"),
    ),
    "a customer's data have the orders in the order of time": Question(
        "db/sql/customer_data/orders",
        {
            "orders": [
                of("1", ordered_at="2011-01-02", invoice_no="1"),
                of("1", ordered_at="2011-01-01", invoice_no="3"),
                of("1", ordered_at="2011-01-01", invoice_no="2"),
                of("2", ordered_at="2011-01-01", invoice_no="4"),
            ]
        },
        [("2",), ("3",), ("1",)],
        CUSTOMER_1,
        columns=("invoice_no",),
    ),
    "a customer's data have the order lines, with the file that they came from": Question(
        "db/sql/customer_data/order_lines",
        {
            "transactions": [
                line("1", "01-02", "1", "A", load_id=2),
                line("1", "01-01", "3", "A"),
                line("1", "01-01", "2", "B"),
                line("1", "01-01", "2", "A", line_ordinal=2, quantity=2),
                line("1", "01-01", "2", "A"),
                line("1", "01-03", "4", "A", load_id=4),
                line("2", "01-01", "5", "A"),
            ],
            "loads": [{"load_id": 1, "source": "first.csv"}, {"load_id": 2, "source": "second.csv"}],
        },
        [
            ("2", "A", 1, "first.csv"),
            ("2", "A", 2, "first.csv"),
            ("2", "B", 1, "first.csv"),
            ("3", "A", 1, "first.csv"),
            ("1", "A", 1, "second.csv"),
            ("4", "A", 1, None),
        ],
        CUSTOMER_1,
        columns=("invoice_no", "stock_code", "quantity", "source"),
    ),
    "a customer's data have the refused lines as they stood in their files": Question(
        "db/sql/customer_data/refused_lines",
        {
            "ledger": [
                refused("1", 2, 1, 3),
                refused("1", 1, 2, 4),
                refused("1", 1, 1, 9),
                refused("1", 1, 1, 7),
                refused("1", 3, 1, 1),
                refused("2", 1, 1, 8),
            ],
            "loads": [{"load_id": 1, "source": "first.csv"}, {"load_id": 2, "source": "second.csv"}],
        },
        [(7, "first.csv"), (9, "first.csv"), (4, "first.csv"), (3, "second.csv"), (1, None)],
        CUSTOMER_1,
        columns=("line_number", "source"),
    ),
    "a customer's data have the scores of each kept run": Question(
        "db/sql/customer_data/scores",
        {"rfm_scores": [of("1", run_id=2), of("1", run_id=1), of("2", run_id=3)]},
        [(1,), (2,)],
        CUSTOMER_1,
        columns=("run_id",),
    ),
    "a customer's data have the predictions of each kept run": Question(
        "db/sql/customer_data/predictions",
        {"predictions": [of("1", run_id=2), of("1", run_id=1), of("2", run_id=3)]},
        [(1,), (2,)],
        CUSTOMER_1,
        columns=("run_id",),
    ),
    "a customer's data have the segment at each month end": Question(
        "db/sql/customer_data/segment_history",
        {
            "history_scores": [
                of("1", as_of="2011-03-01", segment="Lost"),
                of("1", as_of="2011-02-01", segment="Loyal"),
                of("2", as_of="2011-02-01", segment="New"),
            ]
        },
        [(date(2011, 2, 1), "Loyal"), (date(2011, 3, 1), "Lost")],
        CUSTOMER_1,
        columns=("as_of", "segment"),
    ),
    "a customer's data have the products to offer, the likeliest first": Question(
        "db/sql/customer_data/next_products",
        {
            "next_products": [
                of("1", place=2, stock_code="B"),
                of("1", place=1, stock_code="C"),
                of("2", place=1, stock_code="A"),
            ]
        },
        [("C",), ("B",)],
        CUSTOMER_1,
        columns=("stock_code",),
    ),
    "a customer's data have the campaigns that the customer was chosen for": Question(
        "db/sql/customer_data/campaigns",
        {
            "campaigns": [{"campaign_id": number, "name": f"campaign {number}"} for number in (3, 2, 1)],
            "campaign_customers": [
                of("1", campaign_id=3, held_out=True),
                of("1", campaign_id=1, held_out=False),
                of("2", campaign_id=2, held_out=False),
            ],
        },
        [("campaign 1", False), ("campaign 3", True)],
        CUSTOMER_1,
        columns=("name", "held_out"),
    ),
}
