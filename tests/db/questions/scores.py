"""Totals, scores, segments and lists of customers, asked on a few rows."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from db.segment_rules import resegmented_sql
from tests.db.questions.question import Question, Row


def invoice(customer: str, moment: str, net: int = 10, **others: Any) -> Row:
    """An order at a moment of 2011."""
    values = {"customer_id": customer, "ordered_at": f"2011-{moment}", "is_order": True, "gross": net, "net": net}
    return {**values, **others}


def totals(customer: str, last_order: str, orders: int, net: int, gross: int = 0) -> Row:
    moment = f"2011-{last_order} 18:00:00"
    return {"customer_id": customer, "last_order_at": moment, "orders": orders, "net": net, "gross": gross or net}


def scored(customer: str, segment: str, monetary: int = 10, run: int = 1, **others: Any) -> Row:
    return {"run_id": run, "customer_id": customer, "segment": segment, "monetary": monetary, **others}


def listed(frequency: int, **others: Any) -> Row:
    """A customer of one and the same cell."""
    cell = {"run_id": 1, "segment": "Loyal", "country": "France", "r_score": 5, "f_score": 4, "m_score": 3}
    return {**cell, "fm_score": 4, "frequency": frequency, **others}


BEFORE = "(select * from rfm_scores where run_id = 1) as scores"
AFTER = "(select * from rfm_scores where run_id = 2) as scores"
TWO_RUNS = {"{earlier}": BEFORE, "{later}": AFTER}
FROM_THE_START = {"after_id": None, "after_monetary": None, "limit": 10}

QUESTIONS = {
    "first and last are orders, and a gap lies between two days with one": Question(
        "db/sql/customer_totals",
        {
            "orders": [
                invoice("1", "01-01 10:00", is_order=False, gross=0, net=-3),
                invoice("1", "01-10 10:00"),
                invoice("1", "01-10 12:00"),
                invoice("1", "01-16 10:00"),
                invoice("1", "01-12 10:00"),
                invoice("1", "01-13 10:00", is_order=False, gross=0, net=-3),
                invoice("1", "02-05 10:00"),
                invoice("1", "03-01 10:00", is_order=False, gross=0, net=-3),
                invoice("2", "01-10 10:00"),
                invoice("3", "01-10 10:00", is_order=False, gross=0, net=-3),
            ]
        },
        [
            ("1", 5, 50, 41, datetime(2011, 1, 10, 10), datetime(2011, 2, 5, 10), 4),
            ("2", 1, 10, 10, datetime(2011, 1, 10, 10), datetime(2011, 1, 10, 10), None),
            ("3", 0, 0, -3, None, None, None),
        ],
        places={"{orders}": "orders"},
        in_any_order=True,
    ),
    "scores are fifths of the customers who have ordered": Question(
        "db/sql/rfm_as_of",
        {
            "customers": [
                totals("1", "12-31", orders=1, net=60),
                totals("2", "12-30", orders=2, net=50),
                totals("3", "12-29", orders=3, net=40, gross=45),
                totals("4", "12-28", orders=4, net=30),
                totals("5", "12-27", orders=5, net=20),
                totals("6", "12-26", orders=6, net=10),
                totals("only returned", "12-26", orders=0, net=-10),
            ]
        },
        [
            ("1", 1, 1, 60, 5, 1, 5, 3, 60),
            ("2", 2, 2, 50, 5, 2, 5, 4, 25),
            ("3", 3, 3, 40, 4, 3, 4, 4, 15),
            ("4", 4, 4, 30, 3, 4, 3, 4, 7.5),
            ("5", 5, 5, 20, 2, 5, 2, 4, 4),
            ("6", 6, 6, 10, 1, 5, 1, 3, Decimal("1.667")),
        ],
        {"as_of": "2012-01-01"},
        {"{totals}": "customers as totals"},
        (
            "customer_id",
            "recency",
            "frequency",
            "monetary",
            "r_score",
            "f_score",
            "m_score",
            "fm_score",
            "average_order_value",
        ),
        in_any_order=True,
    ),
    "customers with equal values have equal scores": Question(
        "db/sql/rfm_as_of",
        {"customers": [*(totals(number, "12-31", 2, 10) for number in "123"), totals("4", "12-30", 3, 20)]},
        [("1", 2, 1, 1), ("2", 2, 1, 1), ("3", 2, 1, 1), ("4", 1, 5, 5)],
        {"as_of": "2012-01-01"},
        {"{totals}": "customers as totals"},
        ("customer_id", "r_score", "f_score", "m_score"),
        in_any_order=True,
    ),
    "the only customer has the lowest scores": Question(
        "db/sql/rfm_as_of",
        {"customers": [totals("1", "12-31", 2, 10)]},
        [("1", 1, 1, 1)],
        {"as_of": "2012-01-01"},
        {"{totals}": "customers as totals"},
        ("customer_id", "r_score", "f_score", "m_score"),
    ),
    "a segment is that of the cell, and of who is new before it": Question(
        "db/sql/segmented",
        {
            "pg_temp.rfm": [
                {"customer_id": "new", "frequency": 1, "recency": 30, "r_score": 5, "fm_score": 1},
                {"customer_id": "not new any more", "frequency": 1, "recency": 31, "r_score": 5, "fm_score": 1},
                {"customer_id": "came again", "frequency": 2, "recency": 5, "r_score": 5, "fm_score": 2},
                {"customer_id": "went", "frequency": 2, "recency": 90, "r_score": 1, "fm_score": 2},
            ],
            "segment_rules": [
                {"r_score": 5, "fm_score": 1, "segment": "Promising"},
                {"r_score": 5, "fm_score": 2, "segment": "Loyal"},
                {"r_score": 1, "fm_score": 2, "segment": "Lost"},
            ],
            "new_customer_rule": [{"segment": "New", "max_recency": 30}],
        },
        [("came again", "Loyal"), ("new", "New"), ("not new any more", "Promising"), ("went", "Lost")],
        columns=("customer_id", "segment"),
        first="create temporary table rfm"
        " (customer_id text, frequency integer, recency integer, r_score smallint, fm_score smallint) on commit drop",
        in_any_order=True,
    ),
    "other rules are previewed by who would move where, the most first": Question(
        "db/sql/rules_preview",
        {
            "rfm_scores": [
                scored("1", "Loyal", 10, frequency=2, recency=5, r_score=5, fm_score=2),
                scored("2", "Loyal", 20, frequency=2, recency=90, r_score=1, fm_score=2),
                scored("3", "Loyal", 30, frequency=3, recency=95, r_score=1, fm_score=2),
                scored("4", "New", 40, frequency=1, recency=10, r_score=5, fm_score=2),
            ]
        },
        [("Loyal", "Lost", 2, 50), ("Loyal", "Active", 1, 10), ("New", "Just come", 1, 40)],
        {"rules": '[[5, 2, "Active"], [1, 2, "Lost"]]', "new_customer_rule": '["Just come", 10]'},
        {"{resegmented}": resegmented_sql("rfm_scores")},
    ),
    "half of a segment spend less than its median": Question(
        "db/sql/segment_medians",
        {
            "customer_list": [
                {"run_id": 1, "segment": "Loyal", "monetary": 10, "expected_value": 1},
                {"run_id": 1, "segment": "Loyal", "monetary": 20, "expected_value": 2},
                {"run_id": 1, "segment": "Loyal", "monetary": 90, "expected_value": None},
                {"run_id": 1, "segment": "New", "monetary": 5, "expected_value": None},
            ]
        },
        [(1, "Loyal", 20, 1.5), (1, "New", 5, None)],
        places={"{list}": "customer_list"},
        in_any_order=True,
    ),
    "a cell of the list counts its customers, and those with one order apart": Question(
        "db/sql/list_cells",
        {
            "customer_list": [
                listed(1, recency=7),
                listed(2, recency=5, purchase_probability=0.25),
                listed(3, recency=6),
                listed(3, recency=6, country="Spain"),
            ]
        },
        [("France", False, 2, 1, 11, 5), ("France", True, 1, 0, 7, 1), ("Spain", False, 1, 0, 6, 3)],
        places={"{list}": "customer_list"},
        columns=("country", "one_order", "customers", "predicted", "recency", "frequency"),
        in_any_order=True,
    ),
    "a cell of the list has the least and the greatest of each measure": Question(
        "db/sql/list_cells",
        {
            "customer_list": [
                listed(
                    2,
                    recency=5,
                    monetary=70,
                    first_order_at="2011-01-01",
                    last_order_at="2011-02-02",
                    average_order_value=35,
                    typical_gap_days=3,
                    purchase_probability=0.25,
                    expected_value=4,
                ),
                listed(
                    3,
                    recency=6,
                    monetary=90,
                    first_order_at="2011-01-02",
                    last_order_at="2011-02-01",
                    average_order_value=30,
                    typical_gap_days=9,
                    purchase_probability=0.5,
                    expected_value=3,
                ),
            ]
        },
        [
            (
                *(160, 0.75, 7),
                *(5, 6, 2, 3, 70, 90),
                *(datetime(2011, 1, 1), datetime(2011, 1, 2), datetime(2011, 2, 1), datetime(2011, 2, 2)),
                *(30, 35, 3, 9, 0.25, 0.5, 3, 4),
            )
        ],
        places={"{list}": "customer_list"},
        columns=(
            *("monetary", "expected_buyers", "expected_value"),
            *("min_recency", "max_recency", "min_frequency", "max_frequency", "min_monetary", "max_monetary"),
            *("min_first_order_at", "max_first_order_at", "min_last_order_at", "max_last_order_at"),
            *("min_average_order_value", "max_average_order_value", "min_typical_gap_days", "max_typical_gap_days"),
            *("min_purchase_probability", "max_purchase_probability", "min_expected_value", "max_expected_value"),
        ),
    ),
    "a listed customer has a place among all, and one without a prediction none by likelihood": Question(
        "db/sql/customer_list",
        {
            "rfm_scores": [
                scored("1", "Loyal", 30, recency=1, frequency=5, r_score=3),
                scored("2", "Loyal", 20, recency=2, frequency=5, r_score=2),
                scored("3", "Loyal", 10, recency=3, frequency=7, r_score=1),
            ],
            "predictions": [
                {"customer_id": "1", "purchase_probability": 0.25, "expected_value": 4},
                {"customer_id": "2", "purchase_probability": 0.5, "expected_value": 5},
            ],
        },
        [
            ("3", None, None, 0, 2, 0, 2, None),
            ("2", 0.5, 5, 1, 0, 1, 1, 0),
            ("1", 0.25, 4, 2, 0, 2, 0, 1),
        ],
        places={"{run_scores}": "rfm_scores", "{run_predictions}": "predictions"},
        columns=(
            *("customer_id", "purchase_probability", "expected_value"),
            *("less_recent", "less_frequent", "less_spent", "more_spent", "likelier"),
        ),
    ),
    "movements between segments are counted with the spend at both times, the most customers first": Question(
        "db/sql/history/movement",
        {
            "rfm_scores": [
                scored("1", "Loyal", 10),
                scored("2", "Loyal", 20),
                scored("3", "Loyal", 30),
                scored("1", "Lost", 11, run=2),
                scored("2", "Lost", 21, run=2),
                scored("3", "Loyal", 31, run=2),
                scored("4", "New", 41, run=2),
            ]
        },
        [("Loyal", "Lost", 2, 30, 32), (None, "New", 1, 0, 41), ("Loyal", "Loyal", 1, 30, 31)],
        places=TWO_RUNS,
    ),
    "movers are those from the one segment to the other, the highest spend first, erased ones left out": Question(
        "db/sql/history/movers",
        {
            "rfm_scores": [
                *(scored(customer, "Loyal", 10) for customer in ("1", "2", "3", "erased", "stays")),
                scored("from elsewhere", "New"),
                scored("1", "Lost", 40, run=2),
                scored("3", "Lost", 50, run=2),
                scored("2", "Lost", 50, run=2),
                scored("erased", "Lost", 50, run=2),
                scored("stays", "Loyal", 50, run=2),
                scored("from elsewhere", "Lost", 50, run=2),
                scored("not scored before", "Lost", 50, run=2),
            ],
            "erased_customers": [{"pseudonym": "erased"}],
        },
        [("2", 10, 50), ("3", 10, 50), ("1", 10, 40)],
        {"from_segment": "Loyal", "to_segment": "Lost", **FROM_THE_START},
        TWO_RUNS,
        ("customer_id", "monetary_before", "monetary_after"),
    ),
    "the next page of movers begins behind the last one seen": Question(
        "db/sql/history/movers",
        {
            "rfm_scores": [
                *(scored(customer, "Loyal", 10) for customer in "123459"),
                scored("9", "Lost", 60, run=2),
                scored("2", "Lost", 50, run=2),
                scored("3", "Lost", 50, run=2),
                scored("4", "Lost", 50, run=2),
                scored("1", "Lost", 40, run=2),
                scored("5", "Lost", 30, run=2),
            ],
            "erased_customers": [],
        },
        [("4",), ("1",)],
        {"from_segment": "Loyal", "to_segment": "Lost", "after_monetary": 50, "after_id": "3", "limit": 2},
        TWO_RUNS,
        ("customer_id",),
    ),
    "who was not scored before has moved from no segment": Question(
        "db/sql/history/movers",
        {
            "rfm_scores": [scored("1", "Loyal"), scored("1", "Loyal", run=2), scored("2", "Loyal", 50, run=2)],
            "erased_customers": [],
        },
        [("2", None, 50)],
        {"from_segment": None, "to_segment": "Loyal", **FROM_THE_START},
        TWO_RUNS,
        ("customer_id", "monetary_before", "monetary_after"),
    ),
}
