"""Queries of what order lines come to: orders, customers, products and days, on a few rows each."""

from datetime import date, datetime
from typing import Any

from db.rfm import customer_totals
from tests.db.questions.known_lines import line, which
from tests.db.questions.question import Question, Row

SUMS_OF_DAYS = """
    create schema incoming;
    create table incoming.added_days as select * from sales_by_day with no data;
    create table incoming.removed_days as select * from sales_by_day with no data
"""
SUMS_OF_DESCRIPTIONS = """
    create schema incoming;
    create table incoming.added_descriptions as select * from product_descriptions with no data;
    create table incoming.removed_descriptions as select * from product_descriptions with no data
"""
TOUCHED = """
    create schema incoming;
    create table incoming.lines as select * from transactions with no data;
    create table incoming.gone_lines as select * from transactions with no data;
    create table incoming.touched_customers (customer_id text);
    create table incoming.touched_days (day date);
    create table incoming.orders as select * from orders with no data
"""


def sold(invoice: str, code: str, quantity: int, **others: Any) -> Row:
    """Some pieces at 2 pounds each, to customer 1."""
    values = {"customer_id": "1", "invoice_no": invoice, "stock_code": code, "quantity": quantity}
    flags = {"is_return": invoice.startswith("C"), "is_charge": code == "POST"}
    return {**values, **flags, "amount": 2 * quantity, "invoice_date": "2011-01-05 12:00", **others}


def seen(customer: str | None, country: str | None, moment: str) -> Row:
    """A line of the customer at noon of a day of 2011."""
    return {"customer_id": customer, "country": country, "invoice_date": f"2011-{moment} 12:00"}


def order(customer: str, invoice: str, country: str, moment: str, **others: Any) -> Row:
    """An order for 10 pounds at noon of a day of 2011."""
    values = {"customer_id": customer, "invoice_no": invoice, "country": country, "is_order": True}
    return {**values, "ordered_at": f"2011-{moment} 12:00", "gross": 10, "net": 10, **others}


def day(moment: str, lines: int, revenue: int) -> Row:
    return {"day": f"2011-{moment}", "lines": lines, "revenue": revenue}


def described(code: str, description: str, lines: int, *, is_charge: bool = False) -> Row:
    """Lines of two pieces for 5 pounds."""
    sums = {"lines": lines, "pieces": 2 * lines, "net": 5 * lines}
    return {"stock_code": code, "description": description, "is_charge": is_charge, **sums}


def orders(lines: list[Row], found: list[tuple[Any, ...]], columns: str) -> Question:
    return Question(
        "etl/sql/orders",
        {"transactions": lines},
        found,
        places={"{lines}": "transactions"},
        reading=f"select {columns} from ({{query}}) as orders order by customer_id, invoice_no",
    )


def customers(lines: list[Row], made: list[Row], found: list[tuple[Any, ...]], columns: str) -> Question:
    return Question(
        "etl/sql/customers",
        {"transactions": lines, "orders": made},
        found,
        places={"{lines}": "transactions", "{orders}": "orders", "{totals}": f"({customer_totals('orders')})"},
        reading=f"select customer_id, {columns} from ({{query}}) as customers order by customer_id",
    )


QUESTIONS = {
    "an order whose number begins as a return's does, with one of its products taken back, is an order": orders(
        [sold("C1001", "A", 3, is_return=False), sold("C1001", "B", -1), sold("C1002", "A", -2)],
        [("C1001", True, 6, 4), ("C1002", False, 0, -4)],
        "invoice_no, is_order, gross, net",
    ),
    "an invoice begins with its first line, and has the pieces, products and money of all": orders(
        [
            sold("1", "A", 3, invoice_date="2011-01-05 12:30"),
            sold("1", "B", 2, invoice_date="2011-01-05 12:29"),
            sold("1", "A", 1, invoice_date="2011-01-05 12:31"),
        ],
        [("1", datetime(2011, 1, 5, 12, 29), True, 12, 12, 6, 2)],
        "invoice_no, ordered_at, is_order, gross, net, pieces, products",
    ),
    "lines of nobody and charges are no part of an order": orders(
        [
            sold("1", "A", 3),
            sold("1", "POST", 1),
            sold("2", "POST", 1),
            sold("3", "A", 1, customer_id=None),
            sold("4", "POST", 1, customer_id=None),
        ],
        [("1", "1", 6)],
        "customer_id, invoice_no, net",
    ),
    "who bought pieces has ordered, unless the invoice is a return": orders(
        [
            sold("1", "A", 3),
            sold("1", "B", -1),
            sold("2", "A", -3),
            sold("3", "A", 0),
            sold("C4", "A", -3),
            sold("C5", "A", 3),
        ],
        [
            ("1", True, 6, 4),
            ("2", False, 0, -6),
            ("3", False, 0, 0),
            ("C4", False, 0, -6),
            ("C5", False, 0, 6),
        ],
        "invoice_no, is_order, gross, net",
    ),
    "an order to two countries has the last of them by the alphabet": orders(
        [sold("1", "A", 1, country=country) for country in ("France", "Spain", None, "Italy")],
        [("Spain",)],
        "country",
    ),
    "a customer's country is that of the latest order, whatever came back later": customers(
        [
            seen("1", "Italy", "01-05"),
            seen("1", "France", "02-05"),
            seen("1", "Spain", "03-05"),
            seen("2", "Greece", "01-05"),
        ],
        [
            order("1", "1", "Italy", "01-05"),
            order("1", "2", "France", "02-05"),
            order("1", "C3", "Spain", "03-05", is_order=False),
            order("2", "4", "Greece", "01-05"),
        ],
        [("1", "France", ["France", "Italy", "Spain"]), ("2", "Greece", ["Greece"])],
        "country, countries",
    ),
    "of two orders at the same time the one with the higher number tells the country": customers(
        [seen("1", "Italy", "01-05")],
        [
            order("1", "11", "France", "01-05"),
            order("1", "12", "Spain", "01-05"),
            order("1", "10", "Italy", "01-05"),
        ],
        [("1", "Spain")],
        "country",
    ),
    "without an order the latest line that names a country tells it, of several the last by the alphabet": customers(
        [
            seen("1", "Spain", "01-04"),
            seen("1", "France", "01-05"),
            seen("1", "Spain", "01-06"),
            seen("2", "France", "01-05"),
            seen("2", "Spain", "01-05"),
            seen("2", "Italy", "01-05"),
            seen("3", None, "01-05"),
            seen("4", "France", "01-05"),
            seen("4", None, "01-06"),
            seen(None, "France", "01-05"),
        ],
        [],
        [
            ("1", "Spain", ["France", "Spain"]),
            ("2", "Spain", ["France", "Italy", "Spain"]),
            ("3", None, []),
            ("4", "France", ["France"]),
        ],
        "country, countries",
    ),
    "a customer's orders are counted and summed, and come to zero where there is none": customers(
        [seen("1", None, "01-05"), seen("2", None, "01-05"), seen("3", None, "01-05")],
        [
            order("1", "1", "France", "01-05"),
            order("1", "2", "France", "01-15"),
            order("2", "C3", "France", "01-05", is_order=False, gross=0, net=-10),
        ],
        [("1", 2, 20, 20, 10), ("2", 0, 0, -10, None), ("3", 0, 0, 0, None)],
        "orders, gross, net, typical_gap_days",
    ),
    "a product is called what most of its lines call it, of several the first by the alphabet": Question(
        "etl/sql/products",
        {
            "product_descriptions": [
                described("A", "", 9),
                described("A", "Mug", 5),
                described("A", "Jug", 5),
                described("A", "Cup", 4),
                described("B", "", 1),
                described("POST", "Postage", 1, is_charge=True),
            ]
        },
        [("A", "Jug", False, 46, 115), ("B", None, False, 2, 5), ("POST", "Postage", True, 2, 5)],
        places={"{descriptions}": "product_descriptions"},
        reading="select * from ({query}) as products order by stock_code",
    ),
    "a product's lines are counted by what they call it, as far as 200 letters tell": Question(
        "etl/sql/product_descriptions",
        {
            "transactions": [
                sold("1", "A", 2, description="x" * 200),
                sold("1", "A", 3, description="x" * 201),
                sold("1", "A", 1, description="Mug"),
                sold("1", "A", -1),
                sold("1", "POST", 1, description=""),
            ]
        },
        [
            ("A", "", False, 1, -1, -2),
            ("A", "Mug", False, 1, 1, 2),
            ("A", "x" * 200, False, 2, 5, 10),
            ("POST", "", True, 1, 1, 2),
        ],
        places={"{lines}": "transactions"},
        reading="select * from ({query}) as descriptions order by stock_code, description",
    ),
    "a day has all its lines, and the revenue of its products": Question(
        "etl/sql/sales_by_day",
        {
            "transactions": [
                sold("1", "A", 2, invoice_date="2011-01-05 00:00"),
                sold("C2", "A", -1, invoice_date="2011-01-05 23:59", customer_id=None),
                sold("1", "POST", 1, invoice_date="2011-01-05 12:00"),
                sold("3", "POST", 1, invoice_date="2011-01-06 12:00"),
            ]
        },
        [(date(2011, 1, 5), 3, 2), (date(2011, 1, 6), 1, 0)],
        places={"{lines}": "transactions"},
        reading="select * from ({query}) as days order by day",
    ),
    "of what a load touches, the days with lines left are told with their sums": Question(
        "etl/sql/changed_days",
        {
            "sales_by_day": [day("01-01", 5, 50), day("01-02", 1, 10), day("01-04", 7, 70)],
            "incoming.added_days": [day("01-01", 2, 21), day("01-03", 3, 30)],
            "incoming.removed_days": [day("01-01", 1, 10), day("01-02", 1, 10)],
        },
        [(date(2011, 1, 1), 6, 61), (date(2011, 1, 3), 3, 30)],
        first=SUMS_OF_DAYS,
        reading="select day, lines, revenue from incoming.changed_days order by day",
    ),
    "of what a load touches, the descriptions with lines left are told with their sums": Question(
        "etl/sql/changed_descriptions",
        {
            "product_descriptions": [
                described("A", "Mug", 5),
                described("A", "Jug", 4),
                described("B", "Mug", 3),
                described("B", "Cup", 1),
            ],
            "incoming.added_descriptions": [described("A", "Mug", 2), described("C", "Jar", 3)],
            "incoming.removed_descriptions": [described("A", "Mug", 1), described("B", "Cup", 1)],
        },
        [("A", "Mug", 6, 12, 30), ("C", "Jar", 3, 6, 15)],
        first=SUMS_OF_DESCRIPTIONS,
        reading="select stock_code, description, lines, pieces, net from incoming.changed_descriptions"
        " order by stock_code, description",
    ),
    "a load touches the customers of its lines and of those that it takes away": Question(
        "etl/sql/touched_customers",
        {
            "incoming.lines": [{"customer_id": "1"}, {"customer_id": "1"}, {"customer_id": None}],
            "incoming.gone_lines": [{"customer_id": "2"}, {"customer_id": "1"}, {"customer_id": None}],
        },
        [("1",), ("2",)],
        first=TOUCHED.replace("create table incoming.touched_customers (customer_id text);", ""),
        reading="select customer_id from incoming.touched_customers order by customer_id",
    ),
    "touched customers have the lines that stay, and those that come": Question(
        "etl/sql/touched_lines",
        {
            "incoming.touched_customers": [{"customer_id": "1"}],
            "transactions": [
                line("a", 1, customer_id="1"),
                line("a", 2, customer_id="1"),
                line("b", 2, customer_id="1"),
                line("c", 1, customer_id="2"),
            ],
            "incoming.gone_lines": [line("a", 2)],
            "incoming.lines": [line("d", 1, customer_id="1"), line("e", 1)],
        },
        [("a", 1), ("b", 2), ("d", 1)],
        first=TOUCHED,
        reading=which("incoming.touched_lines"),
    ),
    "a load changes a day where it touches a line, and where the order of a touched line began": Question(
        "etl/sql/first_changed_day",
        {
            "incoming.touched_days": [{"day": "2011-02-05"}, {"day": "2011-02-06"}],
            "incoming.lines": [{"invoice_no": "1"}],
            "incoming.gone_lines": [{"invoice_no": "2"}],
            "incoming.orders": [
                order("1", "1", "France", "02-03"),
                order("1", "2", "France", "02-04"),
                order("1", "3", "France", "01-01"),
            ],
        },
        [(date(2011, 2, 3),)],
        first=TOUCHED,
    ),
}
