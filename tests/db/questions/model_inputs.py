"""What the model is told of each customer, asked on a few rows."""

from datetime import date, datetime, timedelta
from typing import Any

from db.queries import read_sql
from db.rfm import rfm_as_of, totals_as_of
from tests.db.questions.question import Question, Row

CUTOFF = date(2012, 1, 1)
AT_CUTOFF = {"cutoff": "2012-01-01", "home_country": "France"}
ALL_ORDERS = {"{orders}": "orders"}


def order(customer: str, days_ago: int, **others: Any) -> Row:
    """At noon of a day before the cutoff."""
    moment = f"{CUTOFF - timedelta(days=days_ago)} 12:00:00"
    values = {"customer_id": customer, "invoice_no": f"{days_ago}", "ordered_at": moment, "is_order": True}
    return {**values, "net": 10, "products": 1, "country": "France", **others}


def sent_back(customer: str, days_ago: int, **others: Any) -> Row:
    return order(customer, days_ago, **{"is_order": False, "net": -1, "products": 0, **others})


def tested(run: int, month: str, roc_auc: float, **others: Any) -> Row:
    """What the model shipped was worth to all customers, at a day of 2011."""
    values = {"run_id": run, "cutoff": f"2011-{month}", "roc_auc": roc_auc}
    return {**values, "horizon_days": 30, "population": "all", "chosen": True, **others}


QUESTIONS = {
    "features are of what was known before the cutoff": Question(
        "ml/sql/features",
        {
            "orders": [
                order("1", 60, net=100, products=3),
                order("1", 40, net=60, products=2, invoice_no="a"),
                order("1", 40, net=20, products=4, invoice_no="b"),
                *(sent_back("1", day, net=-10) for day in (1, 20, 45)),
                order("1", 0, ordered_at="2012-01-01 00:00:00"),
                order("1", -3),
                sent_back("only returned", 20),
                sent_back("ordered since", 20),
                order("ordered since", -3),
            ]
        },
        [("1", 3, 40, 2, 60, 20, 2, 0, 150, 50, 3, 1)],
        AT_CUTOFF,
        ALL_ORDERS,
        (
            "customer_id",
            "orders",
            "recency",
            "order_days",
            "tenure",
            "mean_gap",
            "recency_over_gap",
            "overdue",
            "monetary",
            "average_order_value",
            "products_per_order",
            "returns_per_order",
        ),
    ),
    "days with a return alone are no order days": Question(
        "ml/sql/features",
        {
            "orders": [
                sent_back("1", 1),
                order("1", 5),
                sent_back("1", 7),
                order("1", 20),
                sent_back("1", 20),
                sent_back("1", 25),
                order("1", 50),
                sent_back("1", 60),
                order("2", 5),
            ]
        },
        [("1", 5, 3, 50, 20, 22.5), ("2", 5, 1, 5, None, None)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "recency", "order_days", "tenure", "second_last", "mean_gap"),
    ),
    "order days are counted back from the cutoff, the last day of each span included": Question(
        "ml/sql/features",
        {
            "orders": [
                *(order("1", day) for day in (1, 30, 31, 90, 91, 180, 181, 365, 366)),
                sent_back("1", 2),
                order("2", 3),
            ]
        },
        [("1", 9, 2, 4, 6, 8), ("2", 1, 1, 1, 1, 1)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "order_days", "order_days_30", "order_days_90", "order_days_180", "order_days_365"),
    ),
    "a customer is active in those of the last spans of 30 days that have an order": Question(
        "ml/sql/features",
        {
            "orders": [
                *(order("1", day) for day in (1, 30, 61, 180, 181, 211, 360, 361)),
                sent_back("1", 45),
                sent_back("1", 245),
                *(order("long ago", day) for day in (181, 211, 241, 965)),
                order("very long ago", 400),
            ]
        },
        [("1", 0.5, 0.5), ("long ago", 0, 0.25), ("very long ago", 0, 0)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "active_share_6", "active_share_12"),
    ),
    "spend of 90 days is after returns": Question(
        "ml/sql/features",
        {
            "orders": [
                order("1", 91, net=100),
                order("1", 90, net=40),
                sent_back("1", 3, net=-5),
                order("2", 91, net=100),
            ]
        },
        [("1", 35, 135), ("2", 0, 100)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "spend_90", "monetary"),
    ),
    "who is late by more than twice the own gap is overdue, by as much times the order days": Question(
        "ml/sql/features",
        {
            "orders": [
                order("late", 60),
                order("late", 80),
                order("in time", 10),
                order("in time", 110),
                order("ordered once", 200),
            ]
        },
        [("in time", 0), ("late", 2), ("ordered once", 0)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "overdue"),
    ),
    "a customer is at home where the last order went": Question(
        "ml/sql/features",
        {
            "orders": [
                order("home at last", 20, country="Spain"),
                order("home at last", 5, country="Spain", ordered_at="2011-12-27 09:00:00"),
                order("home at last", 5, ordered_at="2011-12-27 18:00:00"),
                sent_back("home at last", 1, country="Spain"),
                order("home by its number", 5, country="Spain", invoice_no="1"),
                order("home by its number", 5, invoice_no="2"),
                order("left", 20),
                order("left", 5, country="Austria"),
                order("nowhere", 5, country=None),
            ]
        },
        [("home at last", 1), ("home by its number", 1), ("left", 0), ("nowhere", 0)],
        AT_CUTOFF,
        ALL_ORDERS,
        ("customer_id", "home_country"),
    ),
    "no home is the home of those of whom no country is known": Question(
        "ml/sql/features",
        {"orders": [order("1", 5, country=None), order("2", 5)]},
        [("1", 1), ("2", 0)],
        {"cutoff": "2012-01-01", "home_country": None},
        ALL_ORDERS,
        ("customer_id", "home_country"),
    ),
    "a label is an order from the cutoff on until the window is over": Question(
        "ml/sql/labels",
        {
            "orders": [
                order("early", 1),
                order("at the cutoff", 0, ordered_at="2012-01-01 00:00:00", net=7),
                order("last day", -29, net=5),
                sent_back("last day", -2, net=-3),
                sent_back("sent back", -5, net=-4),
                order("late", -30, ordered_at="2012-01-31 00:00:00"),
            ]
        },
        [
            ("at the cutoff", True, 7),
            ("last day", True, 2),
            ("sent back", False, -4),
        ],
        {"cutoffs": ["2012-01-01"], "horizon_days": 30},
        ALL_ORDERS,
        ("customer_id", "ordered", "net"),
        in_any_order=True,
    ),
    "customers are read from one bound up to the next": Question(
        "ml/sql/customers_between",
        {"customers": [{"customer_id": customer} for customer in "ABCD"]},
        [("B",), ("C",)],
        {"first_customer": "B", "next_customer": "D"},
        {"{table}": "customers"},
        ("customer_id",),
    ),
    "without a first customer all up to the next are read": Question(
        "ml/sql/customers_between",
        {"customers": [{"customer_id": customer} for customer in "ABCD"]},
        [("A",), ("B",)],
        {"first_customer": None, "next_customer": "C"},
        {"{table}": "customers"},
        ("customer_id",),
    ),
    "without a next customer all from the first on are read": Question(
        "ml/sql/customers_between",
        {"customers": [{"customer_id": customer} for customer in "ABCD"]},
        [("C",), ("D",)],
        {"first_customer": "C", "next_customer": None},
        {"{table}": "customers"},
        ("customer_id",),
    ),
    "each piece of the customers has a first one": Question(
        "ml/sql/first_customers",
        {"rfm_scores": [{"customer_id": customer} for customer in "EDCBA"]},
        [("A",), ("C",), ("E",)],
        {"chunk": 2},
        {"{scored}": "rfm_scores"},
    ),
    "customers are known again by id and first order": Question(
        "ml/sql/known_customers",
        {
            "rfm_scores": [
                {"run_id": 1, "customer_id": "1", "first_order_at": "2011-01-01 10:00:00"},
                {"run_id": 1, "customer_id": "2", "first_order_at": "2011-01-02 10:00:00"},
                {"run_id": 1, "customer_id": "3", "first_order_at": "2011-01-03 10:00:00"},
                {"run_id": 1, "customer_id": "4", "first_order_at": "2011-01-04 10:00:00"},
                {"run_id": 2, "customer_id": "1", "first_order_at": "2011-01-01 10:00:00"},
                {"run_id": 2, "customer_id": "2", "first_order_at": "2011-01-03 10:00:00"},
                {"run_id": 2, "customer_id": "4", "first_order_at": "2011-01-04 10:00:00"},
            ]
        },
        [(4, 2)],
        places={
            "{earlier}": "(select * from rfm_scores where run_id = 1)",
            "{later}": "(select * from rfm_scores where run_id = 2)",
        },
    ),
    "the history known at a moment begins with the first order before it": Question(
        "ml/sql/history",
        {
            "customers": [
                {"first_order_at": "2011-01-03 10:00:00"},
                {"first_order_at": "2011-01-02 10:00:00"},
                {"first_order_at": "2011-01-04 00:00:00"},
                {"first_order_at": None},
            ]
        },
        [(datetime(2011, 1, 2, 10), 2)],
        {"as_of": "2011-01-04"},
    ),
    "the only part of the orders has all": Question(
        "ml/sql/part_of_orders",
        {"orders": [order("1", 5), order("2", 5)]},
        [("1",), ("2",)],
        {"parts": 1},
        columns=("customer_id",),
        in_any_order=True,
    ),
    "of as many parts as there are hashes the first has none of two customers": Question(
        "ml/sql/part_of_orders",
        {"orders": [order("1", 5), order("2", 5)]},
        [],
        {"parts": 2147483647},
        columns=("customer_id",),
    ),
    "two runs are compared by what both had shipped in the same test month": Question(
        "ml/sql/common_months",
        {
            "backtest": [
                tested(1, "02-01", 0.7),
                tested(1, "01-01", 0.6),
                tested(1, "03-01", 0.5),
                tested(1, "01-01", 0.4, chosen=False),
                tested(1, "01-01", 0.3, population="repeat"),
                tested(1, "01-01", 0.2, horizon_days=90),
                tested(2, "01-01", 0.8),
                tested(2, "02-01", 0.9),
                tested(2, "02-01", 0.1, chosen=False),
                tested(2, "01-01", 0.31, population="repeat"),
                tested(2, "02-01", 0.32, population="repeat"),
                tested(2, "04-01", 0.33),
                tested(3, "01-01", 0.11),
                tested(3, "02-01", 0.12),
            ]
        },
        [(date(2011, 1, 1), 0.6, 0.8), (date(2011, 2, 1), 0.7, 0.9)],
        {"one_run": 1, "other_run": 2},
        columns=("cutoff", "roc_auc_one", "roc_auc_other"),
    ),
    "a run is scored with the model that it was given": Question(
        "ml/sql/registered_model",
        {
            "runs": [{"run_id": 1, "model_id": 10}, {"run_id": 2, "model_id": 20}],
            "models": [
                {"model_id": 10, "run_id": 1, "model": "other"},
                {"model_id": 20, "run_id": 1, "model": "given"},
            ],
        },
        [(1, "given")],
        {"run_id": 2},
        columns=("run_id", "model"),
    ),
    "a customer's features stand beside the scores of the same moment": Question(
        "ml/sql/panel",
        {
            "orders": [
                order("1", 50, gross=10),
                order("1", 20, gross=30, net=30),
                order("2", 40, gross=10),
                order("3", -1, gross=10),
            ]
        },
        [("1", 2, 30, 5, 5, 5, 20, 40), ("2", 1, None, 1, 1, 1, 40, 10)],
        {**AT_CUTOFF, "as_of": "2012-01-01"},
        {
            "{features}": read_sql("ml/sql/features").rstrip().removesuffix(";"),
            "{scores}": rfm_as_of(totals_as_of()),
            **ALL_ORDERS,
        },
        ("customer_id", "orders", "typical_gap_days", "r_score", "f_score", "m_score", "recency", "monetary"),
    ),
}
